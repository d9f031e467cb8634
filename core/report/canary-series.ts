import type { Arm, Bucket } from '../contracts/measurement.ts';
import { p99Of, slowerThan } from './latency-figures.ts';

/** Counts of one arm over one stretch of time. `slow` is null where it cannot be counted, `p99` (ms) where unknown. */
export type ArmPoint = {
  readonly requests: number;
  readonly errors: number;
  readonly slow: number | null;
  readonly p99: number | null;
};
/** `endSec` counts from the beginning of the watch. */
export type SeriesPoint = { readonly endSec: number; readonly canary: ArmPoint; readonly baseline: ArmPoint | null };

/** Points drawn at most, and canary requests that each should stand for: fewer would show luck, not the version. */
const mostPoints = 30;
const fewestPoints = 6;
const requestsPerPoint = 100;

/** Buckets put together to points. `cutMs` is the latency from which a request counts as slow. */
export function canarySeries(buckets: readonly Bucket[], cutMs: number): readonly SeriesPoint[] {
  const usable = soundBuckets(buckets);
  const end = Math.max(0, ...usable.map((bucket) => bucket.endSec));
  const requests = usable.reduce((sum, { canary }) => sum + canary.requests, 0);
  const points = Math.min(mostPoints, Math.max(fewestPoints, Math.floor(requests / requestsPerPoint)));
  const width = Math.max(end / points, ...usable.map((bucket) => bucket.durSec));
  const groups = new Map<number, Bucket[]>();
  for (const bucket of usable) {
    const index = Math.min(points - 1, Math.max(0, Math.ceil(bucket.endSec / width - 1e-9) - 1));
    groups.set(index, [...(groups.get(index) ?? []), bucket]);
  }
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, group]) => pointOf(group, cutMs));
}

/** Without the buckets whose counts cannot be, which the judge leaves out too. */
export function soundBuckets(buckets: readonly Bucket[]): readonly Bucket[] {
  return buckets.filter(({ canary, baseline }) => sound(canary) && (!baseline || sound(baseline)));
}

function sound({ requests, errors }: Arm): boolean {
  return requests >= 0 && errors >= 0 && errors <= requests && Number.isFinite(requests);
}

function pointOf(group: readonly Bucket[], cutMs: number): SeriesPoint {
  const baselines = group.flatMap(({ baseline }) => (baseline ? [baseline] : []));
  return {
    endSec: Math.max(...group.map((bucket) => bucket.endSec)),
    canary: armPoint(
      group.map(({ canary }) => canary),
      cutMs,
    ),
    baseline: baselines.length > 0 ? armPoint(baselines, cutMs) : null,
  };
}

function armPoint(arms: readonly Arm[], cutMs: number): ArmPoint {
  const slow = arms.filter(({ requests }) => requests > 0).map(({ latency }) => slowerThan(latency, cutMs));
  return {
    requests: arms.reduce((sum, arm) => sum + arm.requests, 0),
    errors: arms.reduce((sum, arm) => sum + arm.errors, 0),
    slow: slow.includes(null) ? null : slow.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    p99: p99Of(arms),
  };
}
