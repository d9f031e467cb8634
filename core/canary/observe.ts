import type { Bucket } from '../contracts/measurement.ts';
import { countArm } from './count-arm.ts';
import { addGauges } from './gauges.ts';
import { addHealth } from './health.ts';
import { isWarmUp, spanOf } from './judge-tests.ts';
import { P99_SHARE } from './latency-tests.ts';
import { isNearLimit } from './near-limit.ts';
import { p99OfBins, relativeCutOf } from './relative-cut.ts';
import { newSignals } from './signals.ts';
import { spentBy } from './spend.ts';
import { isUsable } from './usable-bucket.ts';
import { addCounts, type PairCounts, type WatchState } from './watch-state.ts';

export type JudgeDecision = 'CONTINUE' | 'FAIL';

/**
 * Takes the next bucket, in order of `endSec`. FAIL is final: every later call says it again.
 *
 * Looking at every bucket costs nothing: each look may be wrong with its own part of `alpha`, and the parts of all
 * looks (spend.ts) and tests together never exceed `alpha`, so a canary no worse than its baseline is failed with at
 * most that probability if requests are routed at random (union bound; exact tails, no approximation).
 */
export function observe(state: WatchState, bucket: Bucket): { state: WatchState; decision: JudgeDecision } {
  if (!isUsable(bucket, state.lastEndSec)) {
    const rejected = { ...state, buckets: { ...state.buckets, rejected: state.buckets.rejected + 1 } };
    return { state: rejected, decision: decisionOf(rejected) };
  }
  const counted = withReference(withCounts(withTime(state, bucket), bucket), bucket);
  const next = { ...counted, signals: [...counted.signals, ...newSignals(counted, bucket)] };
  return { state: next, decision: decisionOf(next) };
}

function decisionOf(state: WatchState): JudgeDecision {
  return state.signals.length > 0 ? 'FAIL' : 'CONTINUE';
}

function withTime(state: WatchState, { endSec, durSec }: Bucket): WatchState {
  const since = state.lastEndSec ?? 0;
  const { warmUpSec } = state.config;
  const spent = (at: number) => spentBy(at - warmUpSec, spanOf(state));
  return {
    ...state,
    lastEndSec: endSec,
    lastDurSec: durSec,
    lookShare: spent(endSec) - spent(since),
    buckets: {
      ...state.buckets,
      used: state.buckets.used + 1,
      missing: state.buckets.missing + Math.max(0, Math.round((endSec - since) / durSec) - 1),
    },
  };
}

function withCounts(state: WatchState, bucket: Bucket): WatchState {
  const { config, relativeCut } = state;
  const canary = countArm(bucket.canary, config.p99MsMax, relativeCut);
  const baseline = bucket.baseline && countArm(bucket.baseline, config.p99MsMax, relativeCut);
  const add = (pair: PairCounts): PairCounts =>
    baseline && baseline.requests > 0 && canary.requests > 0
      ? { canary: addCounts(pair.canary, canary), baseline: addCounts(pair.baseline, baseline) }
      : pair;
  const health = addHealth(state.health, bucket.canary);
  if (isWarmUp(state, bucket.endSec)) {
    const { baseline: beside } = add(state.warm);
    return { ...state, health, warm: { canary: addCounts(state.warm.canary, canary), baseline: beside } };
  }
  return {
    ...state,
    ...addGauges(state, bucket, config),
    health,
    canary: addCounts(state.canary, canary),
    pair: add(state.pair),
    latencySeen:
      canary.timed > 0
        ? 'COUNTS'
        : bucket.canary.latency && state.latencySeen === 'NONE'
          ? 'PERCENTILES'
          : state.latencySeen,
    baselineHot: {
      errors: !!baseline && isNearLimit(baseline.errors, baseline.requests, config.errorRateMax),
      slow: !!baseline && isNearLimit(baseline.slow, baseline.timed, P99_SHARE),
    },
  };
}

/** Fixes the relative cut once the baseline's p99 is known, for the buckets that follow. */
function withReference(state: WatchState, { baseline }: Bucket): WatchState {
  if (state.reference === null || !baseline?.latency || !('bins' in baseline.latency)) return state;
  const reference = { ...state.reference };
  for (const [bin, n] of Object.entries(baseline.latency.bins)) reference[bin] = (reference[bin] ?? 0) + n;
  const p99 = p99OfBins(reference);
  return p99 === null
    ? { ...state, reference }
    : { ...state, reference: null, relativeCut: relativeCutOf(p99, state.config.p99Times) };
}
