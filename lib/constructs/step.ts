import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { fileURLToPath } from 'node:url';
import { named } from '../names.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import type { AlarmChannels, Severity } from './alarm-channels.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export type StepProps = {
  /** Below lambdas/, without `.ts`: where the code comes from. */
  readonly entry: string;
  readonly code: Code;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb?: number;
  readonly alarms: AlarmChannels;
  /** Of its errors; its throttles are always a ticket. */
  readonly severity?: Severity;
};

type Conditions = Readonly<Record<string, unknown>>;
type Allowance = { readonly because?: string; readonly conditions?: Conditions };

/**
 * The house function: one role of its own that may write its own log and nothing else until something is granted, a log
 * that ends after 90 days, and alarms. Grants come from the constructs it is given to; they set its environment too.
 */
export class Step extends Construct {
  readonly name: string;
  readonly fn: NodejsFunction;
  readonly logGroup: LogGroup;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: StepProps) {
    super(scope, id);
    this.name = id;
    this.logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${named(id)}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      roleName: named(id),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${id} may do`,
    });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [this.logGroup.logGroupArn]);
    this.fn = new NodejsFunction(this, 'Function', {
      functionName: named(id),
      description: props.description,
      entry: `${ROOT}lambdas/${props.entry}.ts`,
      code: props.code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb ?? 512,
      timeout: Duration.seconds(props.timeoutSeconds),
      role: this.role,
      logGroup: this.logGroup,
      awsSdkConnectionReuse: false,
    });
    this.watch(props);
  }

  /**
   * Adds to what its role may do; only constructs call this, from their grants. `because` says why a resource with a
   * wildcard in it cannot be named.
   */
  allow(actions: readonly string[], resources: readonly string[], more: Allowance = {}): void {
    const { because, conditions } = more;
    this.role.addToPolicy(
      new PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions && { conditions }) }),
    );
    if (because !== undefined) acknowledgeWildcards(this.role, 'Resource', resources, because);
  }

  deny(actions: readonly string[], resources: readonly string[], conditions: Conditions): void {
    this.role.addToPolicy(
      new PolicyStatement({ effect: Effect.DENY, actions: [...actions], resources: [...resources], conditions }),
    );
  }

  /** Sets variables of its environment; a variable has one value. */
  env(variables: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(variables)) this.fn.addEnvironment(key, value);
  }

  private watch({ alarms, severity = 'TICKET' }: StepProps): void {
    const period = Duration.minutes(5);
    alarms.alarm(this, 'Errors', {
      name: `${this.name}-errors`,
      severity,
      what: `the step ${this.name} failed repeatedly; single faults are retried by the state machine.`,
      runbook: 'a-step-fails',
      metric: this.fn.metricErrors({ period }),
      above: 2,
    });
    alarms.alarm(this, 'Throttles', {
      name: `${this.name}-throttles`,
      severity: 'TICKET',
      what: `calls of the step ${this.name} are refused for want of concurrency.`,
      runbook: 'a-step-is-throttled',
      metric: this.fn.metricThrottles({ period }),
      above: 0,
      periods: 2,
    });
  }
}
