import type { Arm, Bucket, History } from '../contracts/measurement.ts';
import { percentileOf } from './bin-percentile.ts';
import { PERCENTILES, SHARE_ABOVE } from './latency-cuts.ts';
import { isUsable } from './usable-bucket.ts';

/** Of the old version, for its percentiles to mean something: a thousand put ten above the p99. */
const REQUESTS_NEEDED = 1000;

/** The stretches of a shift, newest shift first. */
export type Window = { readonly of: 'rollout' | 'canary'; readonly buckets: readonly Bucket[] };

/**
 * What the old version did last, for a watch in which it does not run any more: the first of `windows` (newest first)
 * with enough of its requests. Rates and percentiles are of that window; what it does not tell, such as percentiles where
 * requests were only counted above cuts, is of `past`, and so is everything when no window is large enough.
 */
export function lastGoodWindow(windows: readonly Window[], past: History): History {
  for (const { of, buckets } of windows) {
    const usable = buckets.filter((bucket) => bucket.baseline !== undefined && isUsable(bucket, null));
    const arms = usable.map(({ baseline }) => baseline as Arm);
    const requests = sum(arms.map((arm) => arm.requests));
    if (requests < REQUESTS_NEEDED) continue;
    const percentiles = percentilesOf(arms);
    const seconds = sum(usable.map(({ durSec }) => durSec));
    const basis = `what the old version did during the ${of}, ${requests} requests in ${Math.round(seconds)} s`;
    return {
      ...past,
      errorRate: sum(arms.map((arm) => arm.errors)) / requests,
      ...percentiles,
      requestsPerSecond: requests / seconds,
      basis: (percentiles === null ? `${basis}; latency: ${past.basis ?? 'its past'}` : basis).slice(0, 300),
    };
  }
  return past;
}

/** Null unless every stretch with requests has its histogram: a part of them would be another window. */
function percentilesOf(arms: readonly Arm[]): Pick<History, 'p50' | 'p95' | 'p99'> | null {
  const bins: Record<string, number> = {};
  let timed = 0;
  for (const { latency, requests } of arms) {
    if (requests === 0) continue;
    if (latency === undefined || !('bins' in latency)) return null;
    for (const [bin, n] of Object.entries(latency.bins)) {
      bins[bin] = (bins[bin] ?? 0) + n;
      timed += n;
    }
  }
  if (timed < REQUESTS_NEEDED) return null;
  const [p50, p95, p99] = PERCENTILES.map((p) => percentileOf(bins, timed, SHARE_ABOVE[p]));
  return { p50: p50 ?? null, p95: p95 ?? null, p99: p99 ?? null };
}

const sum = (values: readonly number[]): number => values.reduce((total, n) => total + n, 0);
