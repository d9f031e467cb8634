import { percentileOf, type RawArm, type RawBucket } from './raw-bucket.ts';

/** What a peer sees of one arm in one period; NaN where nothing was asked. */
export type Point = {
  readonly requests: number;
  readonly errors: number;
  readonly errorRate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Percent. */
  readonly cpu: number;
  readonly memory: number;
};

export type PointPair = { readonly endSec: number; readonly canary: Point; readonly baseline: Point };

export function pointPairs(buckets: readonly RawBucket[]): PointPair[] {
  return buckets.map(({ endSec, canary, baseline }) => ({
    endSec,
    canary: pointOf(canary),
    baseline: pointOf(baseline),
  }));
}

export function pointOf({ requests, errors, bins, cpu, memory }: RawArm): Point {
  const at = (q: number) => percentileOf(bins, requests, q) ?? NaN;
  const errorRate = requests > 0 ? errors / requests : NaN;
  return { requests, errors, errorRate, p50: at(0.5), p95: at(0.95), p99: at(0.99), cpu, memory };
}
