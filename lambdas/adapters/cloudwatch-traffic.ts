import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Target } from '../../core/contracts/target.ts';
import type { Clock, Traffic } from '../ports.ts';
import { albMetrics } from './alb-metrics.ts';
import { lambdaMetrics } from './lambda-metrics.ts';
import type { MeasuredTarget } from './measured-target.ts';
import { HISTORY_PERIOD_SECONDS, historyOf } from './metric-history.ts';
import { querySeries } from './metric-queries.ts';
import type { TargetRegistry } from './ssm-targets.ts';

/** A whole day, so that the hour of the question does not decide. */
const RECENT_MS = 86_400_000;

/** What CloudWatch holds of the production target as a whole, by the hour. */
export function createCloudwatchTraffic(
  client: CloudWatchClient,
  { targets, clock }: { readonly targets: TargetRegistry; readonly clock: Clock },
): Traffic {
  return {
    async recent(service) {
      const measured = wholeTarget(await targets.target(service, 'production'));
      const periodMs = HISTORY_PERIOD_SECONDS * 1000;
      const to = Math.floor(clock.now() / periodMs) * periodMs;
      const times = { from: to - RECENT_MS, to, periodSeconds: HISTORY_PERIOD_SECONDS };
      const series = await querySeries(client, measured.historyQueries, times);
      return historyOf(measured.pastsOf(series), measured.assignment);
    },
  };
}

/** The past is asked of the alias, or of both target groups: no version is named. */
function wholeTarget(target: Target): MeasuredTarget {
  return target.kind === 'LAMBDA'
    ? lambdaMetrics(target, { fromVersion: '', toVersion: '' })
    : albMetrics(target, target.targetGroupArns[0]);
}
