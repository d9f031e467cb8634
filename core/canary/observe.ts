import type { Bucket } from '../contracts/measurement.ts';
import { feed } from './counted-test.ts';
import { addShare } from './ceilings.ts';
import { presentOf } from './environment.ts';
import { evidenceOf, type BucketEvidence } from './evidence.ts';
import { addGauges } from './gauge-blocks.ts';
import { addHealth } from './health.ts';
import { countProof } from './latency-proof.ts';
import { addMemory } from './leak-test.ts';
import { findSignals } from './find-signals.ts';
import { ALPHA_SHARE, TEST_IDS } from './spend.ts';
import { spendingAt } from './spending.ts';
import { isUsable } from './usable-bucket.ts';
import { withBaseline } from './usual-latency.ts';
import { addRequests, type WatchState } from './watch-state.ts';
import { isWarmUp } from './watch-time.ts';

export type JudgeDecision = 'CONTINUE' | 'FAIL';

/**
 * Takes the next bucket, in order of `endSec`. FAIL is final: every later call says it again.
 *
 * Looking at every bucket costs nothing: each test may only ever be wrong with its own part of `alpha`, over all looks
 * together (spend-chain.ts), and the parts sum to `alpha`. So a canary that is no worse than its baseline is failed by
 * a test of counts with at most that probability if requests are routed at random (union bound; exact laws).
 */
export function observe(state: WatchState, bucket: Bucket): { state: WatchState; decision: JudgeDecision } {
  const timed = withTime(state, bucket);
  const evidence = isUsable(bucket, state.lastEndSec) ? evidenceOf(timed, bucket) : null;
  if (evidence === null) {
    const rejected = { ...state, buckets: { ...state.buckets, rejected: state.buckets.rejected + 1 } };
    return { state: rejected, decision: decisionOf(rejected) };
  }
  const counted = isWarmUp(state.config, bucket.endSec)
    ? duringWarmUp(timed, bucket, evidence)
    : afterWarmUp(timed, bucket, evidence);
  const next = findSignals({
    ...counted,
    ...withBaseline(counted, bucket.baseline),
    recent: presentOf(state.recent, evidence.baseline),
    health: addHealth(state.health, bucket.canary),
  });
  return { state: next, decision: decisionOf(next) };
}

function decisionOf(state: WatchState): JudgeDecision {
  return state.signals.length > 0 ? 'FAIL' : 'CONTINUE';
}

function withTime(state: WatchState, { endSec, durSec }: Bucket): WatchState {
  const { used, rejected, missing } = state.buckets;
  const skipped = Math.max(0, Math.round((endSec - (state.lastEndSec ?? 0)) / durSec) - 1);
  return {
    ...state,
    lastEndSec: endSec,
    lastDurSec: durSec,
    buckets: { used: used + 1, rejected, missing: missing + skipped },
  };
}

function duringWarmUp(state: WatchState, { endSec, canary }: Bucket, { catastrophic }: BucketEvidence): WatchState {
  const spending = spendingAt('catastrophic', endSec, state.config);
  return {
    ...state,
    warm: addRequests(state.warm, canary),
    tests: { ...state.tests, catastrophic: feed(state.tests.catastrophic, catastrophic, spending) },
  };
}

function afterWarmUp(state: WatchState, bucket: Bucket, { byTest, pass, baseline }: BucketEvidence): WatchState {
  const { config } = state;
  const { canary, endSec } = bucket;
  const beside = bucket.baseline?.requests && canary.requests > 0 ? bucket.baseline : null;
  const tests = { ...state.tests };
  for (const id of TEST_IDS)
    if (id !== 'catastrophic') tests[id] = feed(tests[id], byTest[id], spendingAt(id, endSec, config));
  return {
    ...state,
    ...withBlocks(state, bucket),
    tests,
    canary: addRequests(state.canary, canary),
    beside: beside
      ? {
          canary: addRequests(state.beside.canary, canary),
          baseline: addRequests(state.beside.baseline, beside),
        }
      : state.beside,
    baselineOver: {
      errAbs: addShare(state.baselineOver.errAbs, baseline.errAbs),
      latAbs: addShare(state.baselineOver.latAbs, baseline.latAbs),
      resp: addShare(state.baselineOver.resp, baseline.resp),
    },
    latency: countProof(state.latency, canary, pass.cut, pass.counted),
    latencySeen: latencySeen(state, bucket),
  };
}

function withBlocks(state: WatchState, bucket: Bucket): Pick<WatchState, 'gauges' | 'leak'> {
  const { gauges, finished } = addGauges(state.gauges, bucket, state.config);
  const limits = {
    threshold: 1 / (state.config.alpha * ALPHA_SHARE.leak),
    memoryMax: state.config.memoryMax,
  };
  return {
    gauges,
    leak: finished.reduce((leak, { memory }) => addMemory(leak, memory, bucket.endSec, limits), state.leak),
  };
}

function latencySeen({ latencySeen: before }: WatchState, { canary }: Bucket): WatchState['latencySeen'] {
  if (canary.latency === undefined || canary.requests === 0) return before;
  if (!('p50' in canary.latency)) return 'COUNTS';
  return before === 'NONE' ? 'PERCENTILES' : before;
}
