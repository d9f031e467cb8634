import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { named } from '../names.ts';
import type { Step } from './step.ts';

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

type Props = {
  readonly name: string;
  /** The environment variable that tells a step its name. */
  readonly variable: string;
  /** Whether items with `expiresAt`, in seconds, go by themselves. */
  readonly expires?: boolean;
};

/** A table of the house: pk and sk, paid by request, restorable to any second of 35 days, kept when the stack goes. */
export class HouseTable extends Construct {
  readonly table: Table;
  private readonly variable: string;

  constructor(scope: Construct, id: string, { name, variable, expires = false }: Props) {
    super(scope, id);
    this.variable = variable;
    this.table = new Table(this, 'Table', {
      tableName: named(name),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      ...(expires ? { timeToLiveAttribute: 'expiresAt' } : {}),
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Reads partitions whose key begins with one of `partitions`; every partition when left out. */
  grantRead(step: Step, partitions?: readonly string[]): void {
    step.env({ [this.variable]: this.table.tableName });
    step.allow(READ, [this.table.tableArn], within(partitions));
  }

  grantReadWrite(step: Step, partitions?: readonly string[]): void {
    step.env({ [this.variable]: this.table.tableName });
    step.allow([...READ, ...WRITE], [this.table.tableArn], within(partitions));
  }
}

const within = (partitions?: readonly string[]) =>
  partitions === undefined
    ? {}
    : { conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...partitions] } } };
