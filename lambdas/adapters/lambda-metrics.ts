import type { LambdaTarget } from '../../core/contracts/target.ts';
import { isCount, type ArmName, type MeasuredTarget } from './measured-target.ts';
import { historyOf } from './metric-history.ts';
import type { Query } from './metric-queries.ts';

/**
 * Lambda's own metrics: by version while the alias has two of them, of the alias as a whole otherwise. Latency comes as
 * exact counts above the cuts (trimmed counts, lower bound excluded), so nothing is estimated from percentiles.
 */
export function lambdaMetrics(
  { functionName, alias }: LambdaTarget,
  { fromVersion, toVersion }: { readonly fromVersion: string; readonly toVersion: string },
): MeasuredTarget {
  const ofVersion: Readonly<Record<ArmName, string | null>> = {
    canary: toVersion,
    baseline: fromVersion,
    whole: null,
  };
  const query = (id: string, metric: string, stat: string, version: string | null): Query => ({
    id,
    namespace: 'AWS/Lambda',
    metric,
    stat,
    dimensions: {
      FunctionName: functionName,
      Resource: `${functionName}:${alias}`,
      ...(version === null ? {} : { ExecutedVersion: version }),
    },
  });
  return {
    armQueries(arm, cuts) {
      const version = ofVersion[arm];
      return [
        query(`${arm}_requests`, 'Invocations', 'Sum', version),
        query(`${arm}_errors`, 'Errors', 'Sum', version),
        query(`${arm}_timed`, 'Duration', 'SampleCount', version),
        ...cuts.map((cut, i) => query(`${arm}_slow${i}`, 'Duration', `TC(${cut}:)`, version)),
      ];
    },
    armAt(series, arm, cuts, start) {
      const at = (name: string) => series[`${arm}_${name}`]?.get(start);
      const requests = at('requests');
      const errors = at('errors');
      // Lambda sends nothing for a version that was not called.
      if (requests === undefined) return 'NOT_CALLED';
      // Every call has an error count, if only of zero: without it nothing is known of this minute.
      if (errors === undefined || !isCount(requests) || !isCount(errors) || errors > requests) return 'UNKNOWN';
      // A trimmed count of nothing has no datapoint where the durations themselves have one.
      if (at('timed') === undefined) return { requests, errors };
      const above = cuts.map((cut, i) => [String(cut), at(`slow${i}`) ?? 0] as const);
      return { requests, errors, latency: { countAbove: Object.fromEntries(above) } };
    },
    historyQueries: [
      query('requests', 'Invocations', 'Sum', null),
      query('errors', 'Errors', 'Sum', null),
      ...['p50', 'p95', 'p99'].map((p) => query(p, 'Duration', p, null)),
    ],
    historyOf: ({ requests = new Map(), errors = new Map(), p50, p95, p99 }) =>
      // An alias draws a version for each call by itself.
      historyOf([{ requests, errors, p50, p95, p99 }], 'request'),
  };
}
