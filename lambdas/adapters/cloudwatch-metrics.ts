import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Arm, Bucket, History } from '../../core/contracts/measurement.ts';
import type { Target } from '../../core/contracts/target.ts';
import type { Metrics, SettingsSource } from '../ports.ts';
import { albMetrics } from './alb-metrics.ts';
import type { DeploymentDocuments, StoredShift } from './deployment-documents.ts';
import { lambdaMetrics } from './lambda-metrics.ts';
import { measuredDispersion } from './measured-dispersion.ts';
import type { ArmName, MeasuredTarget } from './measured-target.ts';
import { HISTORY_MS, HISTORY_PERIOD_SECONDS, historyOf } from './metric-history.ts';
import { querySeries } from './metric-queries.ts';
import { relevantPast } from './relevant-past.ts';

type Options = {
  readonly documents: Pick<DeploymentDocuments, 'shifts'>;
  readonly settings: SettingsSource;
};

const MINUTE_MS = 60_000;
/** Metrics are sent by the minute; before this much later a minute may still grow. */
const LAG_MS = 90_000;

/** What CloudWatch holds of a target's versions, minute by minute. */
export function createCloudwatchMetrics(client: CloudWatchClient, { documents, settings }: Options): Metrics {
  const shiftOf = async (shiftId: string): Promise<{ readonly shift: StoredShift; readonly target: Target }> => {
    const shift = await documents.shifts.get(shiftId);
    if (shift === null || shift.target === null) throw new Terminal(`there is no shift ${shiftId} to measure`);
    return { shift, target: shift.target };
  };
  const history = async (shiftId: string): Promise<History> => {
    const { shift, target } = await shiftOf(shiftId);
    const periodMs = HISTORY_PERIOD_SECONDS * 1000;
    const to = Math.floor(shift.createdAt / periodMs) * periodMs;
    const times = { from: to - HISTORY_MS, to, periodSeconds: HISTORY_PERIOD_SECONDS };
    const measured = measuredTarget(target, shift);
    const series = await querySeries(client, measured.historyQueries, times);
    const { config } = await settings.current();
    const { pasts, basis } = relevantPast(measured.pastsOf(series), to, config.thresholds.historyMaxAgeDays);
    const past = { ...historyOf(pasts, measured.assignment), basis };
    const tier = config.services[shift.request.service]?.tier ?? 'critical';
    const ceilingMs = config.thresholds[tier].p99Ms;
    const phi = await measuredDispersion(client, measured, { past, ceilingMs, to });
    return { ...past, ...(phi && { phi }) };
  };
  return {
    cadence: { seconds: MINUTE_MS / 1000, lagSeconds: LAG_MS / 1000 },
    history,
    async buckets(shiftId, from, to, origin, cuts) {
      const { shift, target } = await shiftOf(shiftId);
      // The first minute that began with the watch; of a minute that was read before nothing is left to read.
      const first = Math.ceil(Math.max(origin, from - MINUTE_MS + 1) / MINUTE_MS) * MINUTE_MS;
      const end = Math.floor((to - LAG_MS) / MINUTE_MS) * MINUTE_MS;
      const { fromVersion, toVersion } = shift;
      if (end <= first || fromVersion === null || toVersion === null) return [];
      const { completeAt } = shift;
      const measured = measuredTarget(target, shift);
      const queries = [
        ...(completeAt === null || first < completeAt
          ? [...measured.armQueries('canary', cuts), ...measured.armQueries('baseline', cuts)]
          : []),
        ...(completeAt !== null && end > completeAt ? measured.armQueries('whole', cuts) : []),
      ];
      const times = { from: first, to: end, periodSeconds: MINUTE_MS / 1000 };
      const series = await querySeries(client, queries, times);
      const buckets: Bucket[] = [];
      for (let start = first; start < end; start += MINUTE_MS) {
        const bucket = bucketAt((arm) => measured.armAt(series, arm, cuts, start), completeAt, start);
        if (bucket !== null)
          buckets.push({ endSec: (start + MINUTE_MS - origin) / 1000, durSec: MINUTE_MS / 1000, ...bucket });
      }
      return buckets;
    },
  };
}

/**
 * Both versions while two take traffic; the whole once there is only the new one. The minute in which the last traffic
 * moved shows neither and is left out.
 */
function bucketAt(
  armOf: (arm: ArmName) => Arm | 'NOT_CALLED' | 'UNKNOWN',
  completeAt: number | null,
  start: number,
): Pick<Bucket, 'canary' | 'baseline'> | null {
  if (completeAt !== null && start < completeAt && completeAt < start + MINUTE_MS) return null;
  if (completeAt !== null && start >= completeAt) {
    const canary = armOf('whole');
    return canary === 'NOT_CALLED' || canary === 'UNKNOWN' ? null : { canary };
  }
  const canary = armOf('canary');
  const baseline = armOf('baseline');
  if (canary === 'UNKNOWN' || baseline === 'UNKNOWN') return null;
  // Nothing is sent for a version that was not called; beside one that was called this is a count of zero.
  if (canary === 'NOT_CALLED')
    return baseline === 'NOT_CALLED' ? null : { canary: { requests: 0, errors: 0 }, baseline };
  return baseline === 'NOT_CALLED' ? { canary } : { canary, baseline };
}

function measuredTarget(target: Target, { fromVersion, toVersion, fromGroup }: StoredShift): MeasuredTarget {
  if (target.kind === 'LAMBDA')
    return lambdaMetrics(target, { fromVersion: fromVersion ?? '', toVersion: toVersion ?? '' });
  if (fromGroup === null) throw new Terminal(`nobody knows which target group of ${target.service} served before`);
  return albMetrics(target, fromGroup);
}
