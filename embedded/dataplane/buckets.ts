import type { Bucket } from '../../core/contracts/measurement.ts';
import { armOf, emptyTally } from './meter.ts';
import type { Tally } from './meter.ts';

/** A stretch that is not over yet has no bucket; at 100 % nothing of the old version is a baseline. */
export interface BucketQuery {
  readonly from: number;
  readonly to: number;
  readonly origin: number;
  readonly now: number;
  /** When the new version took traffic, and when it had none any more. */
  readonly since: number;
  readonly until: number | null;
}

/**
 * Buckets of the spans that ended in (from, to], oldest first. A span in which the new version had a share of the
 * traffic and chance sent it nothing is a bucket with zero requests; one in which nothing was seen at all is left out.
 */
export function bucketsOf(
  canary: readonly Tally[],
  baseline: readonly Tally[],
  { from, to, origin, now, since, until }: BucketQuery,
): readonly Bucket[] {
  const beside = new Map(baseline.map((tally) => [tally.span, tally]));
  const seen = new Set(canary.map(({ span }) => span));
  const without = baseline.filter(
    ({ span }) => !seen.has(span) && span.weight > 0 && span.start >= since && span.start < (until ?? Infinity),
  );
  return [...canary, ...without.map(({ span }) => emptyTally(span))]
    .filter(({ span }) => span.end > from && span.end <= Math.min(to, now) && span.end > span.start)
    .sort((a, b) => a.span.end - b.span.end)
    .map((tally) => {
      const other = tally.span.weight < 100 ? beside.get(tally.span) : undefined;
      return {
        endSec: (tally.span.end - origin) / 1000,
        durSec: (tally.span.end - tally.span.start) / 1000,
        ...(other && { baseline: armOf(other) }),
        canary: armOf(tally),
      };
    });
}
