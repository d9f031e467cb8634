import { Duration, Validations } from 'aws-cdk-lib';
import { Archive, EventBus, type EventPattern, type IEventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { named } from '../names.ts';
import type { AlarmChannels } from './alarm-channels.ts';
import type { Step } from './step.ts';

type RuleProps = {
  readonly bus?: IEventBus;
  readonly pattern: EventPattern;
  readonly description: string;
  readonly step: Step;
  readonly input?: RuleTargetInput;
};

/** As lambdas/adapters/signed-hand-over.ts puts them on the bus. */
const HAND_OVER = { source: 'interlock.webhook', detailType: 'pull-request.delivered' };
/** How long a delivery or a change is tried again before it goes to the queue. */
const PATIENCE = Duration.hours(2);

/** The bus that changes arrive on, its archive, and the queue for events that no step took. */
export class Intake extends Construct {
  readonly bus: EventBus;
  readonly lost: Queue;

  constructor(scope: Construct, id: string, { alarms }: { readonly alarms: AlarmChannels }) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: named('changes'),
      description: 'Deliveries of webhooks, and change.submitted',
    });
    new Archive(this, 'Archive', {
      archiveName: named('changes'),
      // The library's own types do not fit exactOptionalPropertyTypes.
      sourceEventBus: this.bus as IEventBus,
      description: 'What was submitted, to be played again after a fault; the same event is the same release',
      eventPattern: { source: ['interlock'] },
      retention: Duration.days(90),
    });
    this.lost = new Queue(this, 'Lost', {
      queueName: named('lost-events'),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.lost).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the dead-letter queue, of rules and not of a queue.',
    });
    alarms.alarm(this, 'LostEvents', {
      name: 'lost-events',
      severity: 'PAGE',
      what: 'an event reached no step after all retries: a change or an ending may be lost.',
      runbook: 'lost-events',
      metric: this.lost.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
      above: 0,
    });
  }

  /** Publishes `change.submitted`, which starts releases. */
  grantPublish(step: Step): void {
    this.grantPut(step, 'interlock');
  }

  /** Hands deliveries over, and can start nothing by itself: what it puts is taken by one step only. */
  grantHandOver(step: Step): void {
    this.grantPut(step, HAND_OVER.source);
  }

  /** What the webhook handed over. */
  onHandedOver(step: Step): void {
    this.on('pull-request-delivered', {
      bus: this.bus as IEventBus,
      pattern: { source: [HAND_OVER.source], detailType: [HAND_OVER.detailType] },
      description: 'GitHub delivered a pull request: it is submitted',
      step,
      input: RuleTargetInput.fromEventPath('$.detail'),
    });
    this.loseNone(step);
  }

  /** The one event that starts a release. */
  onSubmitted(step: Step): void {
    this.on('change-submitted', {
      bus: this.bus as IEventBus,
      pattern: { source: ['interlock'], detailType: ['change.submitted'] },
      description: 'A change was submitted: its release starts',
      step,
      input: RuleTargetInput.fromEventPath('$.detail'),
    });
    this.loseNone(step);
  }

  /** Pull requests of CodeCommit; nothing without repositories there. */
  onCodeCommit(step: Step, repositoryArns: readonly string[]): void {
    if (repositoryArns.length === 0) return;
    this.on('codecommit-pull-request', {
      pattern: {
        source: ['aws.codecommit'],
        detailType: ['CodeCommit Pull Request State Change'],
        resources: [...repositoryArns],
        detail: { event: ['pullRequestCreated', 'pullRequestSourceBranchUpdated'] },
      },
      description: 'A pull request was opened or has a new head',
      step,
    });
    this.loseNone(step);
  }

  /** Calls a step for every event of a pattern; without a bus, for events of AWS itself. */
  on(id: string, { bus, pattern, description, step, input }: RuleProps): Rule {
    return new Rule(this, id, {
      ruleName: named(id),
      description,
      ...(bus === undefined ? {} : { eventBus: bus }),
      eventPattern: pattern,
      targets: [
        new LambdaFunction(step.fn, {
          deadLetterQueue: this.lost,
          retryAttempts: 24,
          maxEventAge: PATIENCE,
          ...(input === undefined ? {} : { event: input }),
        }),
      ],
    });
  }

  /** The rule's own queue has what did not reach the function; an event that the function failed on goes there too. */
  loseNone(step: Step): void {
    step.fn.configureAsyncInvoke({ onFailure: new SqsDestination(this.lost), retryAttempts: 2, maxEventAge: PATIENCE });
  }

  private grantPut(step: Step, source: string): void {
    step.env({ BUS_NAME: this.bus.eventBusName });
    step.allow(['events:PutEvents'], [this.bus.eventBusArn], {
      conditions: { StringEquals: { 'events:source': source } },
    });
  }
}
