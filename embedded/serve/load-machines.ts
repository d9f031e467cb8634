import { readFileSync } from 'node:fs';
import { loadDefinition } from '../../asl/load-definition.ts';
import type { Definition } from '../../asl/definition.ts';
import { RELEASE_FUNCTIONS, SHIFT_FUNCTIONS } from '../home/steps.ts';

/** Both state machines, with every placeholder standing for the step or machine of the same name. */
export function loadMachines(): Readonly<Record<'release' | 'traffic-shift', Definition>> {
  const load = (file: string, names: readonly string[], more: Record<string, string> = {}) => {
    const text = readFileSync(new URL(`../../statemachines/${file}`, import.meta.url), 'utf8');
    return loadDefinition(text, { ...Object.fromEntries(names.map((n) => [n, n])), ...more });
  };
  return {
    release: load('release.asl.json', RELEASE_FUNCTIONS, { TrafficShift: 'traffic-shift' }),
    'traffic-shift': load('traffic-shift.asl.json', SHIFT_FUNCTIONS),
  };
}
