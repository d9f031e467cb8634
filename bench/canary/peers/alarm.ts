import type { Outcome } from '../outcome.ts';
import type { PointPair } from '../points.ts';
import { isBreached, LIMITED } from './limits.ts';

const OF = 2;

/** CodeDeploy with a CloudWatch alarm on each limit, 2 of 2 one-minute values; a missing value keeps what was before. */
export function alarm(minutes: readonly PointPair[], endSec: number): Outcome {
  const inARow = new Map(LIMITED.map((metric) => [metric, 0]));
  for (const { endSec: atSec, canary } of minutes) {
    for (const metric of LIMITED) {
      const breached = isBreached(canary, metric);
      if (breached !== null) inARow.set(metric, breached ? inARow.get(metric)! + 1 : 0);
    }
    if ([...inARow.values()].some((n) => n >= OF)) return { answer: 'ROLLED_BACK', atSec };
  }
  return { answer: 'PROMOTED', atSec: endSec };
}
