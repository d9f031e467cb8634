import type { JudgeConfig } from '../contracts/analysis.ts';
import type { Bucket } from '../contracts/measurement.ts';
import type { Evidence } from './counted-test.ts';
import { countLatency, type Slower } from './count-latency.ts';
import { ceilingRate, NO_SHARE, type BaselineBucket, type CeilingId, type Share } from './ceilings.ts';
import { isHeld, presentOf } from './environment.ts';
import {
  passCut,
  pastCut,
  PERCENTILES,
  RESPONSE_MS,
  SHARE_ABOVE,
  toleratedCut,
  type Percentile,
} from './latency-cuts.ts';
import { windowAbove } from './percentile-window.ts';
import type { TestId } from './spend.ts';
import type { WatchState } from './watch-state.ts';

/** Share of failed requests that fails a canary even while it warms up (002-31). */
export const CATASTROPHE = 0.1;

/** Where each cut stands in the list that is counted; the baseline's has all but the last. */
const AT = { p50: 0, p95: 1, p99: 2, max: 3, resp: 4, pass: 5 } as const;

/** What one bucket says to every question, before anything is added up. */
export type BucketEvidence = {
  readonly byTest: Readonly<Record<Exclude<TestId, 'catastrophic'>, Evidence | null>>;
  readonly catastrophic: Evidence;
  /** Canary requests slower than the cut for passing, ms. */
  readonly pass: { readonly cut: number; readonly counted: { readonly timed: number; readonly above: number } | null };
  readonly baseline: BaselineBucket;
};

/** Reads a bucket, null if it cannot be believed. The state gives limits, cuts and what the baseline did in the last minute. */
export function evidenceOf(state: WatchState, bucket: Bucket): BucketEvidence | null {
  const { config, usual, history } = state;
  const { canary, baseline } = bucket;
  const beside = baseline !== undefined && baseline.requests > 0;
  const cut = passCut(usual.p99, config);
  const cutOf = beside ? toleratedCut : pastCut;
  const tolerated = PERCENTILES.map((p) => (usual[p] === null ? null : cutOf(usual[p], config)));
  const slow = countLatency(canary, [...tolerated, config.p99MsMax, RESPONSE_MS, cut], 'UP');
  const besideSlow = beside
    ? countLatency(baseline, [...PERCENTILES.map((p) => usual[p]), config.p99MsMax, RESPONSE_MS], 'DOWN')
    : null;
  if (slow === 'UNUSABLE' || besideSlow === 'UNUSABLE') return null;
  const now = baselineBucket(bucket, besideSlow);
  const present = { ...state, recent: presentOf(state.recent, now) };
  const held = (id: CeilingId) => isHeld(present, id);
  const ceiling = (id: CeilingId, read: () => Evidence | null) => (held(id) ? null : read());
  const above = (at: number, id: CeilingId): Evidence | null =>
    slow === null || slow.above[at] === null
      ? null
      : { kind: 'RATE', events: slow.above[at]!, requests: slow.timed, rate: ceilingRate(id, config) };
  const percentile = (p: Percentile, i: number) =>
    slow === null
      ? windowEvidence(bucket, p, tolerated[i] ?? null)
      : percentileEvidence(slow, besideSlow, i, SHARE_ABOVE[p]);
  return {
    byTest: {
      errRel: errorEvidence(bucket, history.errorRate, config),
      errAbs: ceiling('errAbs', () => ({
        ...{ kind: 'RATE', events: canary.errors, requests: canary.requests },
        rate: ceilingRate('errAbs', config),
      })),
      p50: percentile('p50', AT.p50),
      p95: percentile('p95', AT.p95),
      p99: percentile('p99', AT.p99),
      latAbs: ceiling('latAbs', () =>
        slow === null ? windowAbove(canary, 'p99', config.p99MsMax) : above(AT.max, 'latAbs'),
      ),
      resp: ceiling('resp', () => (slow === null ? windowAbove(canary, 'p95', RESPONSE_MS) : above(AT.resp, 'resp'))),
    },
    catastrophic: { kind: 'RATE', events: canary.errors, requests: canary.requests, rate: CATASTROPHE },
    pass: {
      cut,
      counted:
        slow === null || slow.above[AT.pass] === null ? null : { timed: slow.timed, above: slow.above[AT.pass]! },
    },
    baseline: now,
  };
}

/** Without a baseline in the same minutes the past grants its whole tolerance before luck is considered (K4). */
function errorEvidence({ canary, baseline }: Bucket, past: number | null, config: JudgeConfig): Evidence | null {
  const { requests, errors: events } = canary;
  if (baseline !== undefined && baseline.requests > 0)
    return { kind: 'BESIDE', events, requests, baselineEvents: baseline.errors, baselineRequests: baseline.requests };
  if (past === null) return null;
  const rate = Math.min(1, Math.max(config.errorTimes * past, past + config.errorMinRise));
  return { kind: 'RATE', events, requests, rate };
}

function percentileEvidence(slow: Slower, beside: Slower | null, i: number, share: number): Evidence | null {
  const events = slow.above[i] ?? null;
  if (events === null) return null;
  const baselineEvents = beside?.above[i] ?? null;
  if (beside === null || baselineEvents === null || beside.timed === 0)
    return { kind: 'RATE', events, requests: slow.timed, rate: share };
  return { kind: 'BESIDE', events, requests: slow.timed, baselineEvents, baselineRequests: beside.timed };
}

/** Percentiles of different minutes of two versions have no law; a window in which both are slow says nothing. */
function windowEvidence({ canary, baseline }: Bucket, p: Percentile, cut: number | null): Evidence | null {
  if (cut === null) return null;
  const besideSlow = baseline === undefined ? null : windowAbove(baseline, p, cut);
  return besideSlow !== null && besideSlow.events > 0 ? null : windowAbove(canary, p, cut);
}

function baselineBucket({ endSec, baseline }: Bucket, slow: Slower | null): BaselineBucket {
  const above = (i: number): Share =>
    slow === null || slow.above[i] === null ? NO_SHARE : { events: slow.above[i]!, requests: slow.timed };
  return {
    endSec,
    errAbs: baseline ? { events: baseline.errors, requests: baseline.requests } : NO_SHARE,
    latAbs: above(AT.max),
    resp: above(AT.resp),
  };
}
