import type { LambdaTarget } from '../../core/contracts/target.ts';
import { bound, isCount, withLatency, type ArmName, type MeasuredTarget } from './measured-target.ts';
import type { Query, Series } from './metric-queries.ts';

/**
 * Answers that may be missing beside the calls of a minute: near its end a call counts in one and its answer in the
 * next. One, or this share where that is more.
 */
const LATE_SHARE = 0.1;

/**
 * Lambda's own metrics: by version while the alias has two of them, of the alias as a whole otherwise. Latency comes as
 * exact counts above the cuts (trimmed counts, lower bound excluded), so nothing is estimated from percentiles.
 */
export function lambdaMetrics(
  { functionName, alias, failures }: LambdaTarget,
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
  const reported = (id: string, stat: string, version: string | null): Query[] =>
    failures === undefined
      ? []
      : [
          {
            ...{ id, stat, namespace: failures.namespace, metric: failures.metric },
            dimensions: { FunctionName: functionName, ...(version === null ? {} : { ExecutedVersion: version }) },
          },
        ];
  /** What the function answered and said of it in a minute: failures beside the calls that threw. Null when unknown. */
  const failedAnswers = (series: Series, arm: ArmName, start: number, answered: number): number | null => {
    if (failures === undefined) return 0;
    const answers = series[`${arm}_answers`]?.get(start) ?? 0;
    const failed = series[`${arm}_failures`]?.get(start) ?? 0;
    const late = Math.max(1, Math.ceil(answered * LATE_SHARE));
    return isCount(answers) && isCount(failed) && failed <= answers && answers + late >= answered ? failed : null;
  };
  return {
    armQueries(arm, cuts) {
      const version = ofVersion[arm];
      return [
        query(`${arm}_requests`, 'Invocations', 'Sum', version),
        query(`${arm}_errors`, 'Errors', 'Sum', version),
        // By version also where the alias has one only: it is the new one then.
        ...reported(`${arm}_answers`, 'SampleCount', version ?? toVersion),
        ...reported(`${arm}_failures`, 'Sum', version ?? toVersion),
        query(`${arm}_timed`, 'Duration', 'SampleCount', version),
        ...cuts.map((cut, i) => query(`${arm}_slow${i}`, 'Duration', `TC(${bound(cut)}:)`, version)),
      ];
    },
    armAt(series, arm, cuts, start) {
      const at = (name: string) => series[`${arm}_${name}`]?.get(start);
      const requests = at('requests');
      const thrown = at('errors');
      // Lambda sends nothing for a version that was not called.
      if (requests === undefined) return 'NOT_CALLED';
      // Every call has an error count, if only of zero: without it nothing is known of this minute.
      if (thrown === undefined || !isCount(requests) || !isCount(thrown) || thrown > requests) return 'UNKNOWN';
      const failed = failedAnswers(series, arm, start, requests - thrown);
      if (failed === null) return 'UNKNOWN';
      const errors = Math.min(requests, thrown + failed);
      return withLatency({ requests, errors }, at, cuts);
    },
    historyQueries: [
      query('requests', 'Invocations', 'Sum', null),
      query('errors', 'Errors', 'Sum', null),
      ...reported('failures', 'Sum', null),
      ...['p50', 'p95', 'p99'].map((p) => query(p, 'Duration', p, null)),
    ],
    pastsOf: ({ requests = new Map(), errors = new Map(), failures: failed, p50, p95, p99 }) => [
      { requests, errors: failures === undefined ? errors : added(errors, failed), p50, p95, p99 },
    ],
    // An alias draws a version for each call by itself.
    assignment: 'request',
  };
}

/** Of the hours for which both are known. */
function added(errors: ReadonlyMap<number, number>, failures: ReadonlyMap<number, number> = new Map()) {
  return new Map([...errors].flatMap(([at, n]) => (failures.has(at) ? [[at, n + failures.get(at)!] as const] : [])));
}
