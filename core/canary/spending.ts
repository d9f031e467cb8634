import type { JudgeConfig } from '../contracts/analysis.ts';
import type { Spending } from './counted-test.ts';
import { ALPHA_SHARE, spentBy, type TestId } from './spend.ts';
import { spanOf } from './watch-time.ts';

/** Three tests that begin at 0, 1/3 and 2/3 of the time with so much of the budget each (canary.md, *RestartTest*). */
const RESTARTS = [
  { at: 0, fraction: 0.8 },
  { at: 1 / 3, fraction: 0.1 },
  { at: 2 / 3, fraction: 0.1 },
] as const;
const ONCE = [{ at: 0, fraction: 1 }] as const;
const RESTARTED: readonly TestId[] = ['errRel', 'p50', 'p95', 'p99'];

const chainsOf = (id: TestId) => (RESTARTED.includes(id) ? RESTARTS : ONCE);

export function chainCount(id: TestId): number {
  return chainsOf(id).length;
}

/** Seconds after the watch began at which a test's chain starts. */
export function chainStart(id: TestId, chain: number, config: JudgeConfig): number {
  return id === 'catastrophic' ? 0 : config.warmUpSec + (chainsOf(id)[chain]?.at ?? 0) * spanOf(config);
}

/** What each chain of a test may have spent when a bucket ends at `endSec`. Catastrophes spend evenly over warm-up. */
export function spendingAt(id: TestId, endSec: number, config: JudgeConfig): Spending {
  const budget = config.alpha * ALPHA_SHARE[id];
  if (id === 'catastrophic') {
    const share = config.warmUpSec > 0 ? Math.min(1, endSec / config.warmUpSec) : 0;
    return { budgets: [budget * share], atSec: endSec };
  }
  const budgets = chainsOf(id).map(({ fraction }, i) => {
    const elapsed = endSec - chainStart(id, i, config);
    return elapsed <= 0 ? null : budget * fraction * spentBy(elapsed, spanOf(config));
  });
  return { budgets, atSec: endSec };
}
