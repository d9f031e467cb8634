import type { Arm, Bucket } from '../../core/contracts/measurement.ts';
import { BINS, middleOf } from './latency-source.ts';

/** One arm in one bucket, as it is simulated: latency in all bins of the histogram. */
export type RawArm = {
  requests: number;
  errors: number;
  readonly bins: Uint32Array;
  /** Percent, mean of the bucket. */
  cpu: number;
  memory: number;
  healthChecks: number;
  unhealthy: number;
};

export type RawBucket = {
  readonly endSec: number;
  readonly durSec: number;
  readonly baseline: RawArm;
  readonly canary: RawArm;
};

/** How the judge is shown the arms. */
export type Shown = 'HISTOGRAM' | 'PERCENTILES' | 'NO_BASELINE';

/** In the shape that the judge takes. */
export function bucketOf({ endSec, durSec, baseline, canary }: RawBucket, shown: Shown = 'HISTOGRAM'): Bucket {
  const both = { endSec, durSec, canary: armOf(canary, shown) };
  return shown === 'NO_BASELINE' ? both : { ...both, baseline: armOf(baseline, shown) };
}

function armOf({ bins, ...arm }: RawArm, shown: Shown): Arm {
  if (shown === 'PERCENTILES') {
    const at = (q: number) => percentileOf(bins, arm.requests, q);
    return { ...arm, latency: { p50: at(0.5), p95: at(0.95), p99: at(0.99) } };
  }
  const sparse: Record<string, number> = {};
  for (let bin = 0; bin < BINS; bin += 1) if (bins[bin]! > 0) sparse[bin] = bins[bin]!;
  return { ...arm, latency: { bins: sparse } };
}

/** One bucket for every `seconds` in which there are any. */
export function merged(buckets: readonly RawBucket[], seconds: number): RawBucket[] {
  const periods = Map.groupBy(buckets, ({ endSec }) => Math.ceil(endSec / seconds) * seconds);
  return [...periods].map(([endSec, of]) => ({
    endSec,
    durSec: seconds,
    baseline: sumOf(of.map(({ baseline }) => baseline)),
    canary: sumOf(of.map(({ canary }) => canary)),
  }));
}

export function sumOf(arms: readonly RawArm[]): RawArm {
  const bins = new Uint32Array(BINS);
  const all: RawArm = { requests: 0, errors: 0, bins, cpu: 0, memory: 0, healthChecks: 0, unhealthy: 0 };
  for (const arm of arms) {
    all.requests += arm.requests;
    all.errors += arm.errors;
    all.cpu += arm.cpu / arms.length;
    all.memory += arm.memory / arms.length;
    all.healthChecks += arm.healthChecks;
    all.unhealthy += arm.unhealthy;
    for (let bin = 0; bin < BINS; bin += 1) bins[bin]! += arm.bins[bin]!;
  }
  return all;
}

/** Milliseconds at the nearest rank; null without requests. */
export function percentileOf(bins: Uint32Array, requests: number, q: number): number | null {
  if (requests === 0) return null;
  const rank = Math.ceil(q * requests);
  let seen = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    seen += bins[bin]!;
    if (seen >= rank) return middleOf(bin);
  }
  return middleOf(BINS - 1);
}
