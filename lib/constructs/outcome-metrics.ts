import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { BudgetLevel } from '../../core/contracts/budget.ts';
import { NAMESPACE } from '../names.ts';
import type { AlarmChannels } from './alarm-channels.ts';
import type { Step } from './step.ts';

type Props = {
  readonly closeRelease: Step;
  readonly reviewChange: Step;
  readonly endShift: Step;
  readonly janitor: Step;
  readonly alarms: AlarmChannels;
};

/** Said by every review while it is so (K22); nothing for WITHIN. */
const BUDGET_ALARMS = {
  NOTICE: 'spending of this month has come near to a cap.',
  ALARM: 'spending of this month has reached the alarm line.',
  EXHAUSTED: 'a cap of spending had no room for a review, and a person was asked in its place.',
} as const satisfies Readonly<Record<Exclude<BudgetLevel, 'WITHIN'>, string>>;

/** Counts the words that steps answer, off their logs: one line a step, no call of its own. */
export class OutcomeMetrics extends Construct {
  constructor(scope: Construct, id: string, { closeRelease, reviewChange, endShift, janitor, alarms }: Props) {
    super(scope, id);
    this.count('Releases', closeRelease, '{ $.message = "answer" && $.outcome = "*" }', { Outcome: '$.outcome' });
    this.count('RollbackFailed', endShift, '{ $.message = "answer" && $.result = "ROLLBACK_FAILED" }');
    this.count('DeadExecutions', janitor, '{ $.message = "answer" && $.closed > 0 }');
    this.count('JanitorRounds', janitor, '{ $.message = "answer" && $.closed >= 0 }');
    this.count('Budget', reviewChange, '{ $.message = "answer" && $.budget = "*" }', { Level: '$.budget' });
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
    for (const [Level, what] of Object.entries(BUDGET_ALARMS))
      alarms.alarm(this, `Budget${Level}`, {
        name: `budget-${Level.toLowerCase()}`,
        severity: 'TICKET',
        what,
        runbook: 'a-budget-runs-out',
        metric: outcomeMetric('Budget', Duration.hours(1), { Level }),
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
