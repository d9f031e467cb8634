import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { DEPLOYMENT_PARAMETER, type Deployment } from '../../core/contracts/deployment.ts';
import { targetParameterName } from '../../core/contracts/target.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { arnOf, named } from '../names.ts';
import type { AuditLog } from './audit-log.ts';
import type { Deployments } from './deployments.ts';
import type { Evidence } from './evidence.ts';
import type { Holds } from './holds.ts';
import type { HouseTable } from './house-table.ts';
import { releaseExecutionsArn, releaseMachineArn } from './release-workflow.ts';
import type { Settings } from './settings.ts';
import type { Step } from './step.ts';
import type { Web } from './web.ts';

type House = {
  readonly auditLog: AuditLog;
  readonly evidence: Evidence;
  readonly settings: Settings;
  readonly releases: HouseTable;
  readonly holds: Holds;
  readonly deployments: Deployments;
  readonly web: Web;
};
type Props = House & { readonly operate: Step };

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
/** What `show` and `watch` print; diffs and prompts are not among it. */
const SHOWN = ['gates.json', 'review.json', 'verdict.json', 'shift-*.json'];
const OPERATIONS = '/operations';

/**
 * What people's terminals need: the parameter that says where everything is, a policy to read with their own
 * permissions, and one signed route for what changes something, since nobody may do that with a table.
 */
export class CommandLine extends Construct {
  readonly readers: ManagedPolicy;
  readonly operators: ManagedPolicy;

  constructor(scope: Construct, id: string, { operate, ...house }: Props) {
    super(scope, id);
    const route = house.web.signedRoute(OPERATIONS, operate);
    const parameter = new StringParameter(this, 'Deployment', {
      parameterName: DEPLOYMENT_PARAMETER,
      stringValue: Stack.of(this).toJsonString(this.deployment(house)),
      description: 'Where the parts of Interlock are; read by its command line',
    });
    this.readers = new ManagedPolicy(this, 'Readers', {
      managedPolicyName: named('readers'),
      description: 'Reads releases, their evidence and the record of Interlock. Changes nothing.',
      statements: this.reading(house, parameter),
    });
    this.operators = new ManagedPolicy(this, 'Operators', {
      managedPolicyName: named('operators'),
      description: 'Submits, answers, cancels and stops by the command line of Interlock; to be had beside readers.',
      statements: [new PolicyStatement({ actions: ['execute-api:Invoke'], resources: [route] })],
    });
  }

  private deployment(house: House): Deployment {
    const { region, account } = Stack.of(this);
    return {
      version: 1,
      region,
      account,
      tables: {
        audit: house.auditLog.table.tableName,
        releases: house.releases.table.tableName,
        holds: house.holds.table.tableName,
        deployments: house.deployments.table.tableName,
      },
      evidenceBucket: house.evidence.bucket.bucketName,
      settingsParameter: house.settings.parameter.parameterName,
      releaseMachineArn: releaseMachineArn(this),
      publicUrl: house.web.url,
      operationsUrl: `${house.web.url}${OPERATIONS}`,
    };
  }

  /** Task tokens and links of approvers lie in partitions that are not among these. */
  private reading(house: House, parameter: StringParameter): PolicyStatement[] {
    const { auditLog, evidence, releases, holds, deployments, settings } = house;
    const registrations = arnOf(this, 'ssm', 'parameter', targetParameterName('*').slice(1));
    const documents = SHOWN.map((name) => evidence.arn(`releases/*/${name}`));
    const within = (table: HouseTable['table'], partitions: readonly string[]) =>
      new PolicyStatement({
        actions: READ,
        resources: [table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...partitions] } },
      });
    const wild = [registrations, releaseExecutionsArn(this), ...documents];
    acknowledgeWildcards(this, 'Resource', wild, 'What is read is named by services and releases, which come later.');
    return [
      new PolicyStatement({
        actions: ['ssm:GetParameter'],
        resources: [parameter.parameterArn, settings.parameter.parameterArn, registrations],
      }),
      new PolicyStatement({ actions: [...READ, 'dynamodb:Scan'], resources: [auditLog.table.tableArn] }),
      within(releases.table, ['ALL', 'OPEN', 'RELEASE#*']),
      within(holds.table, ['HOLD#*', 'RELEASE#*']),
      within(deployments.table, ['BUDGET#*', 'KILL#*']),
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [evidence.bucket.bucketArn] }),
      new PolicyStatement({ actions: ['s3:GetObject'], resources: documents }),
      new PolicyStatement({ actions: ['states:DescribeExecution'], resources: [releaseExecutionsArn(this)] }),
    ];
  }
}
