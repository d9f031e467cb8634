import type { History } from '../../core/contracts/measurement.ts';
import type { Query, Series } from './metric-queries.ts';

/** CloudWatch keeps periods of an hour for 455 days, those of a minute for 15 only. */
export const HISTORY_PERIOD_SECONDS = 3600;
/** As far back as the port asks for. */
export const HISTORY_MS = 30 * 86_400_000;

export const historyQueries: readonly Query[] = [
  { id: 'requests', metric: 'Invocations', stat: 'Sum', version: null },
  { id: 'errors', metric: 'Errors', stat: 'Sum', version: null },
  { id: 'p50', metric: 'Duration', stat: 'p50', version: null },
  { id: 'p95', metric: 'Duration', stat: 'p95', version: null },
  { id: 'p99', metric: 'Duration', stat: 'p99', version: null },
];

/**
 * The alias's past from its hours. Percentiles cannot be added up, so the median of the hours' own stands for them,
 * each hour weighing as much as it had requests: one bad hour does not loosen the limits. Null where nothing is known.
 */
export function historyOf(series: Series): History {
  const requests = series['requests'] ?? new Map<number, number>();
  const errors = series['errors'] ?? new Map<number, number>();
  const total = sum(requests.values());
  if (total === 0)
    return { errorRate: null, p50: null, p95: null, p99: null, requestsPerSecond: null, assignment: 'request' };
  const known = [...requests].filter(([at]) => errors.has(at));
  const counted = sum(known.map(([, n]) => n));
  const failed = sum(known.map(([at]) => errors.get(at) ?? 0));
  return {
    errorRate: counted > 0 && failed >= 0 && failed <= counted ? failed / counted : null,
    p50: weightedMedian(series['p50'], requests),
    p95: weightedMedian(series['p95'], requests),
    p99: weightedMedian(series['p99'], requests),
    requestsPerSecond: total / (requests.size * HISTORY_PERIOD_SECONDS),
    // An alias draws a version for each call by itself.
    assignment: 'request',
  };
}

function weightedMedian(
  values: ReadonlyMap<number, number> | undefined,
  weights: ReadonlyMap<number, number>,
): number | null {
  const pairs = [...(values ?? [])]
    .map(([at, value]) => ({ value, weight: weights.get(at) ?? 0 }))
    .filter(({ value, weight }) => Number.isFinite(value) && value >= 0 && weight > 0)
    .sort((a, b) => a.value - b.value);
  let left = sum(pairs.map(({ weight }) => weight)) / 2;
  for (const { value, weight } of pairs) {
    left -= weight;
    if (left <= 0) return value;
  }
  return null;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
