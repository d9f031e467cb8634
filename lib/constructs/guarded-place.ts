import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Alarm, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type ILambdaApplication,
  type LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  type Architecture,
  type CfnAlias,
  type Code,
  Function as Lambda,
  type IVersion,
  type Runtime,
  Version,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Environment, Version as Commit } from '../../core/contracts/shift.ts';
import { type LambdaTarget, versionDescription } from '../../core/contracts/target.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { GUARDED } from '../names.ts';

/** The alias that serves; its version is CodeDeploy's business from the first release on. */
const ALIAS = 'live';

type Props = {
  readonly service: string;
  readonly environment: Environment;
  readonly application: LambdaApplication;
  readonly code: Code;
  readonly initial: Commit;
  readonly handler: string;
  readonly runtime: Runtime;
  readonly architecture: Architecture;
  readonly memoryMb?: number;
  readonly timeout?: Duration;
  readonly variables: Readonly<Record<string, string>>;
  readonly failures?: LambdaTarget['failures'];
};

/** One environment of a guarded service: function, first version, alias, and the group that moves the alias. */
export class GuardedPlace extends Construct {
  readonly fn: Lambda;
  readonly alias: Alias;
  private readonly props: Props;
  private alarms: readonly Alarm[] = [];

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id);
    this.props = props;
    const functionName = `${GUARDED}-${props.service}-${props.environment}`;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    this.fn = new Lambda(this, 'Function', {
      functionName,
      code: props.code,
      handler: props.handler,
      runtime: props.runtime,
      architecture: props.architecture,
      memorySize: props.memoryMb ?? 512,
      timeout: props.timeout ?? Duration.seconds(10),
      environment: { ...props.variables },
      role,
      logGroup,
    });
    // Not `currentVersion`: that one changes with every change of the function and would take the traffic along.
    const first = new Version(this, 'First', {
      lambda: this.fn,
      description: versionDescription(props.initial),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.alias = new Alias(this, 'Alias', { aliasName: ALIAS, version: first as IVersion });
  }

  /** The alarms at which CodeDeploy rolls back. An alarm that cannot be read stops the deployment too. */
  watch(alarms: readonly Alarm[]): void {
    this.alarms = alarms;
    const { application, environment } = this.props;
    new LambdaDeploymentGroup(this, 'Group', {
      application: application as ILambdaApplication,
      deploymentGroupName: environment,
      alias: this.alias,
      // Of a deployment that names none; Interlock's always do.
      deploymentConfig: LambdaDeploymentConfig.ALL_AT_ONCE,
      role: this.deployRole().withoutPolicyUpdates(),
      alarms: alarms.map((alarm) => alarm as IAlarm),
      ignorePollAlarmsFailure: false,
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: alarms.length > 0 },
    });
    // CloudFormation never moves the alias, not even by CodeDeploy: only a release does.
    delete (this.alias.node.defaultChild as CfnAlias).cfnOptions.updatePolicy;
  }

  get target(): LambdaTarget {
    const { service, environment, failures } = this.props;
    return {
      kind: 'LAMBDA',
      functionName: `${GUARDED}-${service}-${environment}`,
      alias: ALIAS,
      applicationName: `${GUARDED}-${service}`,
      deploymentGroupName: environment,
      alarms: this.alarms.map((alarm) => alarm.node.id).map((id) => `${GUARDED}-${service}-${id.toLowerCase()}`),
      ...(failures === undefined ? {} : { failures }),
    };
  }

  /** Less than AWS's own policy for it: this one alias, and the alarms, which CloudWatch cannot narrow down. */
  private deployRole(): Role {
    const role = new Role(this, 'DeployRole', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
    const versions = `${this.fn.functionArn}:*`;
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:UpdateAlias', 'lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig'],
        resources: [this.fn.functionArn, versions],
      }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }));
    acknowledgeWildcards(role, 'Resource', [versions], 'Versions are published by every release.');
    acknowledgeWildcards(role, 'Resource', ['*'], 'CodeDeploy asks for all alarms of its group in one call.');
    return role;
  }
}
