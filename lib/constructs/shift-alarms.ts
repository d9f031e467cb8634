import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { HEARTBEAT } from '../../core/contracts/heartbeat.ts';
import type { LambdaTarget } from '../../core/contracts/target.ts';
import { GUARDED } from '../names.ts';

export type AlarmAt = {
  /** More errors than this in each of two minutes. */
  readonly errorsPerMinute: number;
  /** A p99 over this, in milliseconds, in each of three minutes. */
  readonly p99Ms: number;
};

/** CloudWatch needs this many silent minutes; an orchestrator asks twice a minute, and a retry takes under two. */
const SILENT_MINUTES = 5;
const minute = Duration.minutes(1);

type Props = {
  readonly service: string;
  readonly alias: Alias;
  readonly at: AlarmAt;
  readonly failures?: LambdaTarget['failures'];
};

/**
 * The net under the judge: CodeDeploy rolls back by itself when one of these is on. Over both versions together, since
 * an alarm has to be there before the version is. The dead-man alarm is on whenever nobody watches a shift, so it rests
 * on and tells nobody; the deployer sends a heartbeat and waits for it to go off before it starts.
 */
export function shiftAlarms(
  scope: Construct,
  { service, alias, at, failures }: Props,
): { readonly service: readonly Alarm[]; readonly deadMan: Alarm } {
  const over = (id: string, metric: IMetric, threshold: number, periods: number, what: string) =>
    new Alarm(scope, id, {
      alarmName: `${GUARDED}-${service}-${id.toLowerCase()}`,
      alarmDescription: `${service}: ${what} Runbook: a-guarded-service-alarms`,
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  return {
    service: [
      over('Errors', alias.metricErrors({ period: minute }), at.errorsPerMinute, 2, 'more errors than its limit.'),
      ...(failures === undefined
        ? []
        : [over('Failures', failed(failures, alias), at.errorsPerMinute, 2, 'more failed answers than its limit.')]),
      over('P99', alias.metricDuration({ period: minute, statistic: 'p99' }), at.p99Ms, 3, 'slower than its limit.'),
      over('Throttles', alias.metricThrottles({ period: minute }), 0, 2, 'calls are refused for want of concurrency.'),
    ],
    deadMan: new Alarm(scope, 'DeadMan', {
      alarmName: `${GUARDED}-${service}-deadman`,
      alarmDescription: `${service}: nobody watches a shift. On whenever none is under way. Runbook: dead-man`,
      metric: new Metric({
        namespace: HEARTBEAT.namespace,
        metricName: HEARTBEAT.metric,
        dimensionsMap: { [HEARTBEAT.dimension]: service },
        statistic: 'Sum',
        period: minute,
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: SILENT_MINUTES,
      datapointsToAlarm: SILENT_MINUTES,
      treatMissingData: TreatMissingData.BREACHING,
    }),
  };
}

function failed({ namespace, metric }: NonNullable<Props['failures']>, alias: Alias): IMetric {
  const dimensionsMap = { FunctionName: alias.lambda.functionName };
  return new Metric({ namespace, metricName: metric, dimensionsMap, statistic: 'Sum', period: minute });
}
