import type { History } from '../../core/contracts/measurement.ts';

/** CloudWatch keeps periods of an hour for 455 days, those of a minute for 15 only. */
export const HISTORY_PERIOD_SECONDS = 3600;
/** As far back as the port asks for. */
export const HISTORY_MS = 30 * 86_400_000;

/** What is known of some hours by their start: requests, errors, percentiles in ms. */
export type Past = {
  readonly requests: ReadonlyMap<number, number>;
  readonly errors: ReadonlyMap<number, number>;
  readonly p50: ReadonlyMap<number, number> | undefined;
  readonly p95: ReadonlyMap<number, number> | undefined;
  readonly p99: ReadonlyMap<number, number> | undefined;
};

/**
 * The past from its hours. Percentiles cannot be added up, so the median of the hours' own stands for them, each hour
 * weighing as much as it had requests: one bad hour does not loosen the limits. Null where nothing is known.
 */
export function historyOf(all: readonly Past[], assignment: NonNullable<History['assignment']>): History {
  const pasts = all.map((past) => ({ ...past, requests: finite(past.requests), errors: finite(past.errors) }));
  const hours = new Set(pasts.flatMap(({ requests }) => [...requests.keys()]));
  const total = sum(pasts.flatMap(({ requests }) => [...requests.values()]));
  if (total === 0) return { errorRate: null, p50: null, p95: null, p99: null, requestsPerSecond: null, assignment };
  const known = pasts.flatMap(({ requests, errors }) =>
    [...requests].filter(([at]) => errors.has(at)).map(([at, n]) => ({ n, failed: errors.get(at) ?? 0 })),
  );
  const counted = sum(known.map(({ n }) => n));
  const failed = sum(known.map((hour) => hour.failed));
  return {
    errorRate: counted > 0 && failed >= 0 && failed <= counted ? failed / counted : null,
    p50: weightedMedian(pasts, 'p50'),
    p95: weightedMedian(pasts, 'p95'),
    p99: weightedMedian(pasts, 'p99'),
    requestsPerSecond: total / (hours.size * HISTORY_PERIOD_SECONDS),
    assignment,
  };
}

function weightedMedian(pasts: readonly Past[], percentile: 'p50' | 'p95' | 'p99'): number | null {
  const pairs = pasts
    .flatMap((past) =>
      [...(past[percentile] ?? [])].map(([at, value]) => ({ value, weight: past.requests.get(at) ?? 0 })),
    )
    .filter(({ value, weight }) => Number.isFinite(value) && value >= 0 && weight > 0)
    .sort((a, b) => a.value - b.value);
  let left = sum(pairs.map(({ weight }) => weight)) / 2;
  for (const { value, weight } of pairs) {
    left -= weight;
    if (left <= 0) return value;
  }
  return null;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** An hour with something that is no count is an hour of which nothing is known. */
const finite = (counts: ReadonlyMap<number, number>) => new Map([...counts].filter(([, n]) => n >= 0 && n < Infinity));
