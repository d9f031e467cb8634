import type { AnalystWords } from '../../../core/contracts/analyst.ts';
import type { Step } from '../rules.ts';

/** analyse-shift: it has no store, so all that it does is to answer, or not. */
export const analyseShift: Step = (world) => ['ANSWER', 'UNAVAILABLE'].map((word) => ({ word, world }));

const HEALTHY: AnalystWords = { kind: 'ANSWER', healthy: true, regressions: [], reasoning: '', model: '' };

/**
 * Everything that an analyst can have said when a shift is verified: nobody was asked, nothing usable came, healthy, a
 * regression. Each is tried at every verification, also where no analyst was on the way: which is more than can happen.
 */
export const SAID: readonly (AnalystWords | null)[] = [
  null,
  { kind: 'UNAVAILABLE', why: '' },
  HEALTHY,
  { ...HEALTHY, healthy: false, regressions: ['slower'] },
];
