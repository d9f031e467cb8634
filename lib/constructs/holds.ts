import { Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { arnOf, INTERLOCK, named } from '../names.ts';
import { HouseTable } from './house-table.ts';
import type { Step } from './step.ts';

const GROUP = named('hold-bells');
/** Partitions as lambdas/adapters/dynamo-holds.ts and hold-tokens.ts name them. */
const OPEN_TO_ALL = ['HOLD#*', 'RELEASE#*', 'LINK#*'];
const TOKENS = ['TOKEN#*', 'OWED'];

/**
 * Holds with their task tokens, the key that signs approval links, and the bell: a one-time schedule per hold that calls
 * answer-hold at the deadline.
 */
export class Holds extends Construct {
  private readonly house: HouseTable;
  private readonly linkSecret: Secret;
  private readonly bellRole: Role;
  private readonly releaseMachineArn: string;

  constructor(scope: Construct, id: string, props: { readonly releaseMachineArn: string }) {
    super(scope, id);
    this.releaseMachineArn = props.releaseMachineArn;
    this.house = new HouseTable(this, 'Table', { name: 'holds', variable: 'HOLDS_TABLE' });
    this.linkSecret = new Secret(this, 'LinkKey', {
      secretName: `${INTERLOCK}/link-key`,
      description: 'Signs the ids in approval links',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    Validations.of(this.linkSecret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A new key voids every open approval link; it is changed by hand when it may be known (runbook).',
    });
    new CfnScheduleGroup(this, 'Bells', { name: GROUP });
    this.bellRole = new Role(this, 'BellRole', {
      roleName: named('hold-bell'),
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      description: 'What a hold bell may do: call answer-hold',
    });
  }

  get table(): Table {
    return this.house.table;
  }

  /** Holds and links; never a task token. */
  grantRead(step: Step): void {
    this.house.grantRead(step, OPEN_TO_ALL);
  }

  /** Ends holds, which answers their tokens. */
  grantEnd(step: Step): void {
    this.house.grantReadWrite(step, [...OPEN_TO_ALL, ...TOKENS]);
    this.grantAnswerTokens(step);
  }

  /** Answers tokens that no hold keeps. */
  grantAnswerTokens(step: Step): void {
    step.allow(['states:SendTaskSuccess'], [this.releaseMachineArn]);
  }

  /** Opens holds: `bell` is the step that is called at their deadlines. */
  grantOpen(step: Step, bell: Step): void {
    this.grantEnd(step);
    step.env({
      HOLD_BELL_ROLE_ARN: this.bellRole.roleArn,
      HOLD_BELL_TARGET_ARN: bell.fn.functionArn,
      HOLD_SCHEDULE_GROUP: GROUP,
    });
    step.allow(
      ['scheduler:CreateSchedule', 'scheduler:GetSchedule'],
      [arnOf(this, 'scheduler', 'schedule', `${GROUP}/*`)],
      { because: 'Bells of holds: one schedule per hold in this group, made at run time.' },
    );
    step.allow(['iam:PassRole'], [this.bellRole.roleArn], {
      conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    });
    this.bellRole.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [bell.fn.functionArn] }),
    );
  }

  grantSign(step: Step): void {
    step.env({ LINK_SECRET_ARN: this.linkSecret.secretArn });
    step.allow(['secretsmanager:GetSecretValue'], [this.linkSecret.secretArn]);
  }
}
