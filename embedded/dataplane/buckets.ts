import type { Bucket } from '../../core/contracts/measurement.ts';
import { armOf } from './meter.ts';
import type { Tally } from './meter.ts';

/** A stretch that is not over yet has no bucket; at 100 % nothing of the old version is a baseline. */
export interface BucketQuery {
  readonly from: number;
  readonly to: number;
  readonly origin: number;
  readonly now: number;
}

/** Buckets of the spans that ended in (from, to], oldest first; a span in which the new version was not is left out. */
export function bucketsOf(
  canary: readonly Tally[],
  baseline: readonly Tally[],
  { from, to, origin, now }: BucketQuery,
): readonly Bucket[] {
  const beside = new Map(baseline.map((tally) => [tally.span, tally]));
  return canary
    .filter(({ span }) => span.end > from && span.end <= Math.min(to, now) && span.end > span.start)
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
