import type { Outcome } from '../outcome.ts';
import { pointOf } from '../points.ts';
import { type RawArm, sumOf } from '../raw-bucket.ts';
import { isBreached, LIMITED } from './limits.ts';

const FEWEST = 500;

/** The limits on everything since the warm-up, each minute, once 500 requests were seen. Fewer at the end: no answer. */
export function cumulative(minutes: readonly { endSec: number; canary: RawArm }[], endSec: number): Outcome {
  let all: RawArm | null = null;
  for (const [i, { endSec: atSec, canary }] of minutes.entries()) {
    all = all === null ? canary : sumOf([all, canary]);
    const before = minutes.slice(0, i + 1);
    const mean = (pick: (arm: RawArm) => number) => before.reduce((s, m) => s + pick(m.canary), 0) / before.length;
    const point = { ...pointOf(all), cpu: mean((arm) => arm.cpu), memory: mean((arm) => arm.memory) };
    if (all.requests >= FEWEST && LIMITED.some((metric) => isBreached(point, metric)))
      return { answer: 'ROLLED_BACK', atSec };
  }
  return { answer: (all?.requests ?? 0) >= FEWEST ? 'PROMOTED' : 'INCONCLUSIVE', atSec: endSec };
}
