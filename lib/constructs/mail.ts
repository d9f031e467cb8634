import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { arnOf, named } from '../names.ts';
import type { Step } from './step.ts';

/** Mail to approvers by SES from one checked address, and a topic with the same notices for whoever wants to listen. */
export class Mail extends Construct {
  readonly topic: Topic;
  private readonly from: string;

  constructor(scope: Construct, id: string, { from }: { readonly from: string }) {
    super(scope, id);
    this.from = from;
    new EmailIdentity(this, 'Identity', { identity: Identity.email(from) });
    this.topic = new Topic(this, 'Notices', { topicName: named('notices'), enforceSSL: true });
  }

  grantSend(step: Step): void {
    step.env({ MAIL_FROM: this.from, NOTICE_TOPIC_ARN: this.topic.topicArn });
    step.allow(['ses:SendEmail'], [arnOf(this, 'ses', 'identity', this.from)]);
    step.allow(['sns:Publish'], [this.topic.topicArn]);
  }
}
