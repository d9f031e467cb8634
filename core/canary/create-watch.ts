import type { JudgeConfig } from '../contracts/analysis.ts';
import type { History } from '../contracts/measurement.ts';
import { newTest } from './counted-test.ts';
import { phiFor, phiOf } from './dispersion.ts';
import { NO_SHARE } from './ceilings.ts';
import { NO_BLOCKS } from './gauge-blocks.ts';
import { NO_PROOF } from './latency-proof.ts';
import { NO_LEAK } from './leak-test.ts';
import { TEST_IDS, type TestId } from './spend.ts';
import { chainCount } from './spending.ts';
import { usualOf } from './usual-latency.ts';
import { NO_REQUESTS, type WatchState } from './watch-state.ts';

/**
 * Begins to watch a canary. `history` is what is known of the old version from before: it chooses where latency is
 * counted and how much events clump. What it does not know is taken from the version beside the canary, once enough of
 * its requests were seen; the comparison itself is always with the same minutes where there is such a version.
 */
export function createWatch(config: JudgeConfig, history: History): WatchState {
  const phi = phiOf(history);
  return {
    version: 2,
    config,
    history,
    phi,
    buckets: { used: 0, rejected: 0, missing: 0 },
    lastEndSec: null,
    lastDurSec: null,
    warm: NO_REQUESTS,
    canary: NO_REQUESTS,
    beside: { canary: NO_REQUESTS, baseline: NO_REQUESTS },
    ...usualOf(history),
    tests: Object.fromEntries(TEST_IDS.map((id) => [id, newTest(phiFor(id, phi), chainCount(id))])) as Record<
      TestId,
      ReturnType<typeof newTest>
    >,
    latency: NO_PROOF,
    recent: [],
    baselineOver: { errAbs: NO_SHARE, latAbs: NO_SHARE, resp: NO_SHARE },
    gauges: NO_BLOCKS,
    leak: NO_LEAK,
    health: [],
    latencySeen: 'NONE',
    environment: [],
    signals: [],
  };
}
