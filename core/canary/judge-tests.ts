import { catastropheTest, errorCeilingTest, errorRelativeTest } from './error-tests.ts';
import type { JudgedTest } from './judged-test.ts';
import { latencyCeilingTest, latencyRelativeTest } from './latency-tests.ts';
import { spentBy } from './spend.ts';
import type { WatchState } from './watch-state.ts';

/** Shortest time, s, over which the budget is spread, for a plan hardly longer than its warm-up. */
const SHORTEST_SPAN = 60;

/** Seconds over which the budget is planned to be spent. */
export function spanOf({ config }: WatchState): number {
  return Math.max(SHORTEST_SPAN, config.plannedSec - config.warmUpSec);
}

export function isWarmUp({ config }: WatchState, endSec: number): boolean {
  return endSec <= config.warmUpSec;
}

/** Every statistical question as it stands after the last bucket, in order of weight. */
export function judgeTests(state: WatchState): readonly JudgedTest[] {
  const at = state.lastEndSec ?? 0;
  if (isWarmUp(state, at)) return [catastropheTest(state, at, state.lastDurSec ?? 0)];
  const spent = spentBy(at - state.config.warmUpSec, spanOf(state));
  return [
    errorRelativeTest(state, spent),
    errorCeilingTest(state, spent),
    latencyRelativeTest(state, spent),
    latencyCeilingTest(state, spent),
  ];
}
