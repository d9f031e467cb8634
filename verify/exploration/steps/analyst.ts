import type { AnalystWords } from '../../../core/contracts/analyst.ts';
import type { Phase } from '../../../core/contracts/shift.ts';
import type { Step } from '../rules.ts';
import { withRelease, type ShiftDocument, type World } from '../world.ts';

/** analyse-shift: a model that calls it healthy, names a regression, talks nonsense, or is not there. It changes no store. */
export const analyseShift =
  (phase: Phase): Step =>
  (world, i) => [
    { word: 'ANSWER', world: heard(world, i, phase, 'REGRESSION') },
    { word: 'ANSWER', world: heard(world, i, phase, 'NOTHING') },
    { word: 'UNAVAILABLE', world: heard(world, i, phase, 'NOTHING') },
  ];

function heard(world: World, i: number, phase: Phase, said: ShiftDocument['said']): World {
  const { shifts } = world.releases[i]!;
  const document = shifts[phase];
  return document === null ? world : withRelease(world, i, { shifts: { ...shifts, [phase]: { ...document, said } } });
}

const HEALTHY: AnalystWords = { kind: 'ANSWER', healthy: true, regressions: [], reasoning: '', model: '' };
const REGRESSION: AnalystWords = { ...HEALTHY, healthy: false, regressions: ['slower'] };
const NOTHING: readonly AnalystWords[] = [HEALTHY, { kind: 'UNAVAILABLE', why: '' }];

/** Everything that can have been said. Nobody was heard while it is only asked. */
export function wordsIn(said: ShiftDocument['said']): readonly (AnalystWords | null)[] {
  if (said === 'REGRESSION') return [REGRESSION];
  return said === 'NOTHING' ? NOTHING : [null];
}
