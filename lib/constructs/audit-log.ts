import { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { named } from '../names.ts';
import { HouseTable } from './house-table.ts';
import type { Step } from './step.ts';

/** All that anybody may do to the record. `PartiQLInsert` creates and never replaces; nothing here changes or removes. */
const RECORD = [
  'dynamodb:PartiQLInsert',
  'dynamodb:GetItem',
  'dynamodb:BatchGetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
];
/** What the table's keepers need: its description, backups of it, its tags. */
const KEEP = [
  'dynamodb:DescribeTable',
  'dynamodb:DescribeContinuousBackups',
  'dynamodb:DescribeContributorInsights',
  'dynamodb:DescribeKinesisStreamingDestination',
  'dynamodb:DescribeTimeToLive',
  'dynamodb:ListTagsOfResource',
  'dynamodb:GetResourcePolicy',
  'dynamodb:ExportTableToPointInTime',
  'dynamodb:TagResource',
  'dynamodb:UntagResource',
];
/** Changes the table or its policy: CloudFormation's role alone, so that a change of it is a reviewed deployment. */
const GOVERN = ['dynamodb:UpdateTable', 'dynamodb:UpdateContinuousBackups', 'dynamodb:PutResourcePolicy'];

/**
 * The audit log's table: insert-only whatever an identity's own policies say, because a denial in the table's policy
 * cannot be allowed away. Also denied to everybody: deleting it and dropping its policy.
 */
export class AuditLog extends Construct {
  readonly table: Table;
  private readonly house: HouseTable;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.house = new HouseTable(this, 'Records', { name: 'audit', variable: 'AUDIT_TABLE' });
    this.table = this.house.table;
    // The policy lies on the table, so "*" is this table; its own ARN in here would refer to itself.
    const statement = { effect: Effect.DENY, principals: [new AnyPrincipal()], resources: ['*'] };
    this.table.addToResourcePolicy(
      new PolicyStatement({ ...statement, sid: 'InsertOnly', notActions: [...RECORD, ...KEEP, ...GOVERN] }),
    );
    const roles = `arn:${Stack.of(this).partition}:iam::${Stack.of(this).account}:role`;
    this.table.addToResourcePolicy(
      new PolicyStatement({
        ...statement,
        sid: 'GovernedByDeployment',
        actions: GOVERN,
        conditions: {
          ArnNotLike: {
            'aws:PrincipalArn': [`${roles}/cdk-*-cfn-exec-role-*`, `${roles}/${named('break-glass')}`],
          },
        },
      }),
    );
  }

  /** Appending reads the end of the chain, so it comes with reading. */
  grantAppend(step: Step): void {
    this.house.grantRead(step);
    step.allow(['dynamodb:PartiQLInsert'], [this.table.tableArn]);
  }
}
