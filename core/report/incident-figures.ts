import { lowerBound, upperBound } from '../canary/upper-bound.ts';
import { isUsable } from '../canary/usable-bucket.ts';
import type { IncidentFigures, IncidentShare } from '../contracts/incident.ts';
import type { Arm, Bucket } from '../contracts/measurement.ts';
import { p99Of, slowerThan } from './latency-figures.ts';

/** Two-sided: half of 5 % at each end (Clopper and Pearson). */
const EACH_END = 0.025;

/** Both versions over all minutes that can be believed; null for one of which nothing was measured. `ceilingMs`: of the tier's p99, null where it is not known. */
export function incidentFigures(
  buckets: readonly Bucket[],
  ceilingMs: number | null,
): { readonly canary: IncidentFigures | null; readonly baseline: IncidentFigures | null } {
  const usable = buckets.filter((bucket) => isUsable(bucket, null));
  return {
    canary: figuresOf(
      usable.map(({ canary }) => canary),
      ceilingMs,
    ),
    baseline: figuresOf(
      usable.flatMap(({ baseline }) => (baseline ? [baseline] : [])),
      ceilingMs,
    ),
  };
}

function figuresOf(arms: readonly Arm[], ceilingMs: number | null): IncidentFigures | null {
  if (arms.length === 0) return null;
  const requests = sum(arms.map((arm) => arm.requests));
  const timed = arms.filter((arm) => arm.requests > 0);
  const slower = timed.map(({ latency }) => (ceilingMs === null ? null : slowerThan(latency, ceilingMs)));
  const slow = slower.includes(null) ? null : sum(slower.map((n) => n ?? 0));
  return {
    errors: shareOf(sum(arms.map((arm) => arm.errors)), requests),
    // A histogram may count other requests than the counter does; more slow ones than there were say nothing.
    slow:
      ceilingMs === null || slow === null || slow > requests || !Number.isSafeInteger(slow)
        ? null
        : { ...shareOf(slow, requests), aboveMs: ceilingMs },
    p99Ms: p99Of(timed),
  };
}

function shareOf(events: number, of: number): IncidentShare {
  return {
    events,
    of,
    rate: of > 0 ? events / of : null,
    ci95: [lowerBound(events, of, EACH_END), upperBound(events, of, EACH_END)],
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, n) => total + n, 0);
