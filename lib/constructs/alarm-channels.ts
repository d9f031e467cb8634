import {
  Alarm,
  ComparisonOperator,
  CompositeAlarm,
  AlarmRule,
  type IAlarm,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { named } from '../names.ts';

/** PAGE wakes somebody: users or the record may be harmed. TICKET waits for the morning. */
export type Severity = 'PAGE' | 'TICKET';

export type AlarmProps = {
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** Heading of the runbook's section, as its anchor. */
  readonly runbook: string;
  readonly metric: IMetric;
  readonly periods?: number;
} & (
  | { readonly above: number; readonly atLeast?: never }
  /** Something that has to be heard of: silence alarms. */
  | { readonly atLeast: number; readonly above?: never }
);

type Props = { readonly emails: Readonly<Record<Severity, readonly string[]>>; readonly runbookUrl: string };

/** Where alarms go, by severity. Every alarm of Interlock is made here, so that none is without a runbook section. */
export class AlarmChannels extends Construct {
  readonly topics: Readonly<Record<Severity, Topic>>;
  private readonly runbookUrl: string;
  private readonly all: Readonly<Record<Severity, IAlarm[]>> = { PAGE: [], TICKET: [] };

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id);
    this.runbookUrl = props.runbookUrl;
    this.topics = { PAGE: this.topic('Page', props.emails.PAGE), TICKET: this.topic('Ticket', props.emails.TICKET) };
  }

  alarm(scope: Construct, id: string, props: AlarmProps): Alarm {
    const periods = props.periods ?? 1;
    const alarm = new Alarm(scope, id, {
      alarmName: named(props.name),
      alarmDescription: `${props.severity}: ${props.what} ${this.runbookUrl}#${props.runbook}`,
      metric: props.metric,
      ...limitOf(props),
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
    });
    alarm.addAlarmAction(new SnsAction(this.topics[props.severity]));
    this.all[props.severity].push(alarm);
    return alarm;
  }

  /** Closes the list: one alarm over all that page, for a status page or an on-call tool. Returns what it is made of and the rest. */
  finish(): readonly IAlarm[] {
    new CompositeAlarm(this, 'Overall', {
      compositeAlarmName: named('overall'),
      alarmDescription: `PAGE: at least one paging alarm of Interlock is on. ${this.runbookUrl}#overall`,
      alarmRule: AlarmRule.anyOf(...this.all.PAGE),
    });
    return [...this.all.PAGE, ...this.all.TICKET];
  }

  private topic(id: string, emails: readonly string[]): Topic {
    const topic = new Topic(this, id, { topicName: named(`alarms-${id.toLowerCase()}`), enforceSSL: true });
    topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
    return topic;
  }
}

const limitOf = ({ above, atLeast }: AlarmProps) =>
  above === undefined
    ? {
        threshold: atLeast,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      }
    : {
        threshold: above,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      };
