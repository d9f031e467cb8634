import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { NAMESPACE } from '../names.ts';
import type { AlarmChannels } from './alarm-channels.ts';
import type { Step } from './step.ts';

type Props = {
  readonly closeRelease: Step;
  readonly endShift: Step;
  readonly janitor: Step;
  readonly alarms: AlarmChannels;
};

/** Counts the words that steps answer, off their logs: one line a step, no call of its own. */
export class OutcomeMetrics extends Construct {
  constructor(scope: Construct, id: string, { closeRelease, endShift, janitor, alarms }: Props) {
    super(scope, id);
    this.count('Releases', closeRelease, '{ $.message = "answer" && $.outcome = "*" }', { Outcome: '$.outcome' });
    this.count('RollbackFailed', endShift, '{ $.message = "answer" && $.result = "ROLLBACK_FAILED" }');
    this.count('DeadExecutions', janitor, '{ $.message = "answer" && $.closed > 0 }');
    this.count('JanitorRounds', janitor, '{ $.message = "answer" && $.closed >= 0 }');
    alarms.alarm(this, 'RollbackFailedAlarm', {
      name: 'rollback-failed',
      severity: 'PAGE',
      what: 'a version that does harm could not be taken out of service by itself.',
      runbook: 'rollback-failed',
      metric: outcomeMetric('RollbackFailed', Duration.minutes(1)),
      above: 0,
    });
    alarms.alarm(this, 'ErroredAlarm', {
      name: 'releases-errored',
      severity: 'TICKET',
      what: 'a release ended by a fault of Interlock and not by a decision.',
      runbook: 'a-release-errored',
      metric: outcomeMetric('Releases', Duration.minutes(15), { Outcome: 'ERRORED' }),
      above: 0,
    });
    alarms.alarm(this, 'DeadExecutionsAlarm', {
      name: 'dead-executions',
      severity: 'TICKET',
      what: 'the janitor closed a release whose execution had died.',
      runbook: 'an-execution-died',
      metric: outcomeMetric('DeadExecutions', Duration.minutes(15)),
      above: 0,
    });
  }

  private count(metricName: string, step: Step, pattern: string, dimensions?: Record<string, string>): void {
    new MetricFilter(this, metricName, {
      logGroup: step.logGroup,
      metricNamespace: NAMESPACE,
      metricName,
      metricValue: '1',
      filterPattern: FilterPattern.literal(pattern),
      ...(dimensions === undefined ? {} : { dimensions }),
    });
  }
}

export function outcomeMetric(
  metricName: string,
  period: Duration,
  dimensionsMap: Record<string, string> = {},
): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, statistic: 'Sum', period, dimensionsMap });
}
