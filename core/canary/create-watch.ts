import type { JudgeConfig } from '../contracts/analysis.ts';
import type { History } from '../contracts/measurement.ts';
import { relativeCutOf } from './relative-cut.ts';
import { NO_COUNTS, type WatchState } from './watch-state.ts';

/**
 * Begins to watch a canary. `history` is what is known of the old version from before; where its p99 is unknown (null
 * or 0), the concurrent baseline's p99 is used as soon as enough of its requests were seen.
 */
export function createWatch(config: JudgeConfig, history: History): WatchState {
  const cut = history.p99 ? relativeCutOf(history.p99, config.p99Times) : null;
  return {
    version: 1,
    config,
    history,
    buckets: { used: 0, rejected: 0, missing: 0 },
    lastEndSec: null,
    lastDurSec: null,
    warm: { canary: NO_COUNTS, baseline: NO_COUNTS },
    canary: NO_COUNTS,
    pair: { canary: NO_COUNTS, baseline: NO_COUNTS },
    relativeCut: cut,
    reference: cut === null ? {} : null,
    lookShare: 0,
    baselineHot: { errors: false, slow: false },
    health: [],
    minute: null,
    minutes: [],
    latencySeen: 'NONE',
    signals: [],
  };
}
