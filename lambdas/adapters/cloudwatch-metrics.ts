import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { relativeCutOf } from '../../core/canary/relative-cut.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Arm, Bucket, History } from '../../core/contracts/measurement.ts';
import type { Metrics, SettingsSource } from '../ports.ts';
import type { DeploymentDocuments, StoredShift } from './deployment-documents.ts';
import { historyOf, historyQueries, HISTORY_MS, HISTORY_PERIOD_SECONDS } from './metric-history.ts';
import { querySeries, type Query, type Series } from './metric-queries.ts';

type Options = {
  readonly documents: Pick<DeploymentDocuments, 'shifts'>;
  readonly settings: SettingsSource;
};

const MINUTE_MS = 60_000;
/** Lambda sends its metrics by the minute; before this much later a minute may still grow. */
const LAG_MS = 90_000;

/**
 * Lambda's own metrics. Latency comes as exact counts above the two cuts that the judge asks about (trimmed counts,
 * lower bound excluded), so nothing is estimated from percentiles.
 */
export function createCloudwatchMetrics(client: CloudWatchClient, { documents, settings }: Options): Metrics {
  const shiftOf = async (shiftId: string): Promise<StoredShift & { target: NonNullable<StoredShift['target']> }> => {
    const shift = await documents.shifts.get(shiftId);
    if (shift === null || shift.target === null) throw new Terminal(`there is no shift ${shiftId} to measure`);
    return { ...shift, target: shift.target };
  };
  const history = async (shiftId: string): Promise<History> => {
    const { target, createdAt } = await shiftOf(shiftId);
    const periodMs = HISTORY_PERIOD_SECONDS * 1000;
    const to = Math.floor(createdAt / periodMs) * periodMs;
    const times = { from: to - HISTORY_MS, to, periodSeconds: HISTORY_PERIOD_SECONDS };
    return historyOf(await querySeries(client, target, historyQueries, times));
  };
  // A shift's past does not change while it is watched, and every series that is read is paid for.
  let past: { readonly shiftId: string; readonly history: History } | undefined;
  const cutsOf = async (shiftId: string, { request }: StoredShift): Promise<readonly number[]> => {
    const { config } = await settings.current();
    const tier = config.services[request.service]?.tier ?? 'critical';
    if (past?.shiftId !== shiftId) past = { shiftId, history: await history(shiftId) };
    const { p99 } = past.history;
    const relative = p99 ? [relativeCutOf(p99, config.thresholds.p99Times)] : [];
    return [...new Set([config.thresholds[tier].p99Ms, ...relative])];
  };
  return {
    cadence: { seconds: MINUTE_MS / 1000, lagSeconds: LAG_MS / 1000 },
    history,
    async buckets(shiftId, from, to, origin) {
      const shift = await shiftOf(shiftId);
      // The first minute that began with the watch; of a minute that was read before nothing is left to read.
      const first = Math.ceil(Math.max(origin, from - MINUTE_MS + 1) / MINUTE_MS) * MINUTE_MS;
      const end = Math.floor((to - LAG_MS) / MINUTE_MS) * MINUTE_MS;
      const { fromVersion, toVersion } = shift;
      if (end <= first || fromVersion === null || toVersion === null) return [];
      const cuts = await cutsOf(shiftId, shift);
      const { completeAt } = shift;
      const queries = [
        ...(completeAt === null || first < completeAt
          ? [...armQueries('canary', toVersion, cuts), ...armQueries('baseline', fromVersion, cuts)]
          : []),
        ...(completeAt !== null && end > completeAt ? armQueries('whole', null, cuts) : []),
      ];
      const times = { from: first, to: end, periodSeconds: MINUTE_MS / 1000 };
      const series = await querySeries(client, shift.target, queries, times);
      const buckets: Bucket[] = [];
      for (let start = first; start < end; start += MINUTE_MS) {
        const bucket = bucketAt(series, cuts, completeAt, start);
        if (bucket !== null)
          buckets.push({ endSec: (start + MINUTE_MS - origin) / 1000, durSec: MINUTE_MS / 1000, ...bucket });
      }
      return buckets;
    },
  };
}

/**
 * Both versions while the alias has two; the whole alias once it has only the new one. The minute in which the last
 * traffic moved shows neither and is left out.
 */
function bucketAt(
  series: Series,
  cuts: readonly number[],
  completeAt: number | null,
  start: number,
): Pick<Bucket, 'canary' | 'baseline'> | null {
  if (completeAt !== null && start < completeAt && completeAt < start + MINUTE_MS) return null;
  if (completeAt !== null && start >= completeAt) {
    const canary = armAt(series, 'whole', cuts, start);
    return canary === 'NOT_CALLED' || canary === 'UNKNOWN' ? null : { canary };
  }
  const canary = armAt(series, 'canary', cuts, start);
  const baseline = armAt(series, 'baseline', cuts, start);
  if (canary === 'UNKNOWN' || baseline === 'UNKNOWN') return null;
  // Lambda sends nothing for a version that was not called; beside one that was called this is a count of zero.
  if (canary === 'NOT_CALLED')
    return baseline === 'NOT_CALLED' ? null : { canary: { requests: 0, errors: 0 }, baseline };
  return baseline === 'NOT_CALLED' ? { canary } : { canary, baseline };
}

function armAt(series: Series, arm: string, cuts: readonly number[], start: number): Arm | 'NOT_CALLED' | 'UNKNOWN' {
  const at = (name: string) => series[`${arm}_${name}`]?.get(start);
  const requests = at('requests');
  const errors = at('errors');
  if (requests === undefined) return 'NOT_CALLED';
  // Every call has an error count, if only of zero: without it nothing is known of this minute.
  if (errors === undefined || !isCount(requests) || !isCount(errors) || errors > requests) return 'UNKNOWN';
  const above = cuts.map((cut, i) => [String(cut), at(`slow${i}`)] as const);
  // A trimmed count of nothing has no datapoint where the durations themselves have one.
  const timed = at('timed');
  if (timed === undefined) return { requests, errors };
  return { requests, errors, latency: { countAbove: Object.fromEntries(above.map(([cut, n]) => [cut, n ?? 0])) } };
}

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

function armQueries(arm: string, version: string | null, cuts: readonly number[]): readonly Query[] {
  return [
    { id: `${arm}_requests`, metric: 'Invocations', stat: 'Sum', version },
    { id: `${arm}_errors`, metric: 'Errors', stat: 'Sum', version },
    { id: `${arm}_timed`, metric: 'Duration', stat: 'SampleCount', version },
    ...cuts.map((cut, i): Query => ({ id: `${arm}_slow${i}`, metric: 'Duration', stat: `TC(${cut}:)`, version })),
  ];
}
