import { totalsOf } from './counted-test.ts';
import { rateOf } from './rate-of.ts';
import type { TestId } from './spend.ts';
import type { WatchState } from './watch-state.ts';

/** The chain of a test that speaks for it: the first that signalled, else the one from the beginning. */
export function speaking({ tests }: Pick<WatchState, 'tests'>, id: TestId): number {
  return Math.max(
    0,
    tests[id].chains.findIndex(({ crossedAtSec }) => crossedAtSec !== null),
  );
}

/**
 * Whether what a test sees is large enough to matter, whatever its significance. Errors beside a baseline: at least
 * `failRise` more and `failTimes` as many. The other questions have their tolerance inside.
 */
export function isMaterial(state: Pick<WatchState, 'tests' | 'config'>, id: TestId): boolean {
  if (id !== 'errRel') return true;
  const { failRise, failTimes } = state.config;
  const { events, requests, baselineEvents, baselineRequests } = totalsOf(state.tests[id], speaking(state, id));
  if (baselineRequests === 0) return true;
  const [canary, baseline] = [rateOf(events, requests), rateOf(baselineEvents, baselineRequests)];
  return canary - baseline >= failRise && canary >= failTimes * baseline;
}
