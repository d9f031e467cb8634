import { P99_SHARE } from './latency-tests.ts';
import { rateOf } from './rate-of.ts';
import { requestsToRuleOut, rulesOut, upperBound95 } from './upper-bound.ts';
import type { WatchState } from './watch-state.ts';

/** Whether a harm is ruled out at 95 %: `requests` would be needed in all if none of those to come showed it. */
export type Proof = {
  readonly events: number;
  readonly seen: number;
  readonly limit: number;
  readonly upperBound: number;
  readonly ruledOut: boolean;
  readonly requests: number;
};

/**
 * Errors: the tier's ceiling, or, where the baseline itself is above it, `errorTimes` the baseline's rate plus
 * `errorMinRise`. A breach of the ceiling never passes on a baseline that keeps it (K4).
 */
export function errorProof({ canary, pair, history, config }: WatchState): Proof {
  const { requests, errors } = pair.baseline;
  const baseline = requests > 0 ? rateOf(errors, requests) : (history.errorRate ?? 0);
  const limit =
    baseline <= config.errorRateMax
      ? config.errorRateMax
      : Math.min(1, config.errorTimes * baseline + config.errorMinRise);
  return proof(canary.errors, canary.requests, limit);
}

/**
 * Latency: at most 1 % of requests above the cut, which is the nearer of the tier's ceiling and the one relative to the
 * baseline; only the latter where the baseline's own p99 is above the ceiling. Null when latency was not counted.
 */
export function latencyProof({ canary, pair, config, relativeCut }: WatchState): (Proof & { cut: number }) | null {
  const baselineOver = rateOf(pair.baseline.slow, pair.baseline.timed) > P99_SHARE;
  if (relativeCut !== null && (relativeCut < config.p99MsMax || baselineOver))
    return canary.timedRelative === 0
      ? null
      : { ...proof(canary.slowRelative, canary.timedRelative, P99_SHARE), cut: relativeCut };
  return canary.timed === 0 ? null : { ...proof(canary.slow, canary.timed, P99_SHARE), cut: config.p99MsMax };
}

function proof(events: number, seen: number, limit: number): Proof {
  return {
    events,
    seen,
    limit,
    upperBound: upperBound95(events, seen),
    ruledOut: rulesOut(events, seen, limit),
    requests: requestsToRuleOut(events, limit),
  };
}
