import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { named } from '../names.ts';
import type { AlarmChannels } from './alarm-channels.ts';
import type { Intake } from './intake.ts';
import { outcomeMetric } from './outcome-metrics.ts';
import type { ReleaseWorkflow } from './release-workflow.ts';
import type { Step } from './step.ts';

type Props = {
  readonly step: Step;
  readonly workflow: ReleaseWorkflow;
  readonly intake: Intake;
  readonly alarms: AlarmChannels;
};

/** The janitor comes when an execution died and every five minutes, since such events are best effort. */
export class Janitor extends Construct {
  constructor(scope: Construct, id: string, { step, workflow, intake, alarms }: Props) {
    super(scope, id);
    intake.on('execution-died', {
      pattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [workflow.release.arn],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      description: 'A release execution died: its release is closed',
      step,
      input: RuleTargetInput.fromObject({}),
    });
    new Rule(this, 'Round', {
      ruleName: named('janitor-round'),
      description: 'Looks for dead executions and for what was recorded and not done',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(step.fn, { event: RuleTargetInput.fromObject({}), retryAttempts: 0 })],
    });
    alarms.alarm(this, 'Absent', {
      name: 'janitor-absent',
      severity: 'PAGE',
      what: 'the janitor has not come round for half an hour: dead releases stay open and keep their locks.',
      runbook: 'the-janitor-is-absent',
      metric: outcomeMetric('JanitorRounds', Duration.minutes(30)),
      atLeast: 1,
    });
  }
}
