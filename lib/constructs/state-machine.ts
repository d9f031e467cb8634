import { RemovalPolicy } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  LogLevel,
  StateMachine as CdkStateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { createRequire } from 'node:module';
import { loadDefinition } from '../../asl/load-definition.ts';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { arnOf, named } from '../names.ts';
import type { Step } from './step.ts';

type Props = {
  readonly name: string;
  /** Amazon States Language as JSON. */
  readonly definition: string;
  /** What each `${Name}` in it stands for. */
  readonly steps: Readonly<Record<string, Step>>;
  readonly machines?: Readonly<Record<string, StateMachine>>;
};

/** It brings no types. */
type Validate = (definition: unknown) => { readonly isValid: boolean; errorsText(separator: string): string };
const validate = createRequire(import.meta.url)('asl-validator') as Validate;

/**
 * A state machine from its definition. The text is in the template, so that `cdk diff` shows it; its placeholders are checked
 * both ways and it must be of the subset that Interlock's own stepper understands, since that is what is proved.
 */
export class StateMachine extends Construct {
  readonly arn: string;
  readonly name: string;
  readonly machine: CdkStateMachine;
  private readonly role: Role;

  constructor(scope: Construct, id: string, { name, definition, steps, machines = {} }: Props) {
    super(scope, id);
    this.name = named(name);
    this.arn = arnOf(this, 'states', 'stateMachine', this.name, true);
    const substitutions = {
      ...Object.fromEntries(Object.entries(steps).map(([key, step]) => [key, step.fn.functionArn])),
      ...Object.fromEntries(Object.entries(machines).map(([key, machine]) => [key, machine.arn])),
    };
    check(name, definition, substitutions);

    this.role = new Role(this, 'Role', {
      roleName: `${this.name}-machine`,
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      description: `What the state machine ${this.name} may do`,
    });
    this.allow(
      ['lambda:InvokeFunction'],
      Object.values(steps).map((step) => step.fn.functionArn),
    );
    for (const machine of Object.values(machines)) this.grantRun(machine);
    this.machine = new CdkStateMachine(this, 'Machine', {
      stateMachineName: this.name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(definition),
      definitionSubstitutions: substitutions,
      role: this.role,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Log', {
          logGroupName: `/aws/vendedlogs/states/${this.name}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Execution data holds task tokens.
        includeExecutionData: false,
      },
    });
    acknowledgeWildcards(this.role, 'Resource', ['*'], 'Log delivery and X-Ray have no resources to name.');
  }

  metric(name: 'Failed' | 'TimedOut' | 'Aborted' | 'Started' | 'Succeeded'): IMetric {
    return this.machine.metric(`Executions${name}`, { statistic: 'Sum' });
  }

  /** startExecution.sync:2 starts, watches by a managed rule, and stops what its parent no longer waits for. */
  private grantRun(child: StateMachine): void {
    const executions = arnOf(this, 'states', 'execution', `${child.name}:*`, true);
    const rule = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';
    this.allow(['states:StartExecution'], [child.arn]);
    this.allow(['states:DescribeExecution', 'states:StopExecution'], [executions]);
    this.allow(['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], [arnOf(this, 'events', 'rule', rule)]);
    acknowledgeWildcards(this.role, 'Resource', [executions], 'Executions of this machine, named by release ids.');
  }

  private allow(actions: string[], resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources }));
  }
}

function check(name: string, text: string, substitutions: Readonly<Record<string, string>>): void {
  // Stand-ins, because an ARN of a stack that is not deployed is a token with braces of its own.
  loadDefinition(text, Object.fromEntries(Object.keys(substitutions).map((key) => [key, `arn:aws:lambda:::${key}`])));
  const result = validate(JSON.parse(text));
  if (!result.isValid) throw new Error(`${name}: ${result.errorsText('\n')}`);
}
