import type { Duration } from 'aws-cdk-lib';
import { AlarmRule, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication } from 'aws-cdk-lib/aws-codedeploy';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { commitShaSchema, digestSchema, serviceNameSchema } from '../core/contracts/ids.ts';
import type { LambdaTarget, Target } from '../core/contracts/target.ts';
import { GuardedPlace } from './constructs/guarded-place.ts';
import { registerTarget } from './constructs/register-target.ts';
import { type AlarmAt, shiftAlarms } from './constructs/shift-alarms.ts';
import { GUARDED } from './names.ts';

export type GuardedFunctionProps = {
  /** The service as `interlock.yaml` calls it. */
  readonly service: string;
  /** What serves before the first release, and the commit and tree digest that it was built of. */
  readonly code: Code;
  readonly initial: { readonly commit: string; readonly digest: string };
  readonly handler: string;
  readonly runtime?: Runtime;
  readonly architecture?: Architecture;
  readonly memoryMb?: number;
  readonly timeout?: Duration;
  readonly environment?: Readonly<Record<string, string>>;
  /** In place of `environment` in staging. */
  readonly stagingEnvironment?: Readonly<Record<string, string>>;
  /** Where the net under the judge begins; there is no default, since only the service's owners know. */
  readonly alarmAt: AlarmAt;
  /** The metric by which the function reports answers that are failures, such as a status of 500 (docs/deploy-aws.md). */
  readonly failures?: LambdaTarget['failures'];
};

/**
 * A Lambda function whose code only Interlock changes: published versions, an alias that serves, a staging twin, alarms
 * that roll back, a CodeDeploy group for each, and the registration. What the owner deploys with CDK (memory,
 * environment, permissions) becomes part of the next version that Interlock publishes; it does not touch what serves.
 */
export class GuardedFunction extends Construct {
  readonly production: GuardedPlace;
  readonly staging: GuardedPlace;
  /** Any of the production alarms; for the service's own channel. */
  readonly overall: CompositeAlarm;

  constructor(scope: Construct, id: string, props: GuardedFunctionProps) {
    super(scope, id);
    const service = serviceNameSchema.parse(props.service);
    const commit = commitShaSchema.parse(props.initial.commit);
    const digest = digestSchema.parse(props.initial.digest);
    const application = new LambdaApplication(this, 'Application', { applicationName: `${GUARDED}-${service}` });
    const shared = {
      service,
      application,
      code: props.code,
      handler: props.handler,
      runtime: props.runtime ?? Runtime.NODEJS_24_X,
      architecture: props.architecture ?? Architecture.ARM_64,
      initial: { commit, digest },
      ...(props.memoryMb === undefined ? {} : { memoryMb: props.memoryMb }),
      ...(props.timeout === undefined ? {} : { timeout: props.timeout }),
      ...(props.failures === undefined ? {} : { failures: props.failures }),
    };
    const environment = props.environment ?? {};
    this.staging = new GuardedPlace(this, 'Staging', {
      ...shared,
      environment: 'staging',
      variables: props.stagingEnvironment ?? environment,
    });
    this.production = new GuardedPlace(this, 'Production', {
      ...shared,
      environment: 'production',
      variables: environment,
    });
    const alarms = shiftAlarms(this, {
      service,
      alias: this.production.alias,
      at: props.alarmAt,
      failures: props.failures,
    });
    this.production.watch([...alarms.service, alarms.deadMan]);
    this.staging.watch([]);
    this.overall = new CompositeAlarm(this, 'Overall', {
      compositeAlarmName: `${GUARDED}-${service}`,
      alarmDescription: `${service} does harm: one of its alarms is on. The dead-man alarm is not among them: it rests on.`,
      alarmRule: AlarmRule.anyOf(...alarms.service),
    });
    registerTarget(this, service, { production: this.production.target, staging: this.staging.target });
  }

  /** Adds to what the function may do, in both places. */
  addToRolePolicy(statement: PolicyStatement): void {
    for (const place of [this.staging, this.production]) place.fn.addToRolePolicy(statement);
  }

  get targets(): { readonly production: Target; readonly staging: Target } {
    return { production: this.production.target, staging: this.staging.target };
  }
}
