import { readFileSync } from 'node:fs';
import type { Machines } from './graph/machine.ts';
import { parseMachine } from './graph/parse-machine.ts';

const textOf = (file: string): string => readFileSync(new URL(`../statemachines/${file}`, import.meta.url), 'utf8');

/** The very files that `cdk deploy` ships and the embedded engine runs. */
export function loadShipped(): Machines {
  return {
    main: parseMachine(textOf('release.asl.json')),
    nested: { TrafficShift: parseMachine(textOf('traffic-shift.asl.json')) },
  };
}
