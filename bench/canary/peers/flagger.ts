import type { Outcome } from '../outcome.ts';
import type { PointPair } from '../points.ts';
import { isBreached, LIMITED } from './limits.ts';

const THRESHOLD = 5;

/** One check each minute of every limit; no value fails it too. Failed checks add up and are never forgotten. */
export function flagger(minutes: readonly PointPair[], endSec: number, threshold = THRESHOLD): Outcome {
  let failed = 0;
  for (const { endSec: atSec, canary } of minutes) {
    if (LIMITED.some((metric) => isBreached(canary, metric) !== false)) failed += 1;
    if (failed >= threshold) return { answer: 'ROLLED_BACK', atSec };
  }
  return { answer: 'PROMOTED', atSec: endSec };
}
