import { Duration, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, Effect, ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge.ts';
import { arnOf, GUARDED, INTERLOCK, named } from '../names.ts';
import type { AlarmChannels } from './alarm-channels.ts';

/**
 * What would go round the way of a change: running it, or a part of it again, by hand, trying a state with a role of
 * ours, putting another text in its place, answering a task token, or moving the traffic.
 */
const ROUND = ['states:StartExecution', 'states:RedriveExecution', 'states:UpdateStateMachine', 'states:SendTask*'];
const BY_HAND = [
  'codedeploy:CreateDeployment',
  'lambda:UpdateFunctionCode',
  'lambda:UpdateAlias',
  'lambda:PublishVersion',
];

/** What only steps write: locks, permits, holds, quarantine, the list of releases. */
const STATE = [
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:PartiQL*',
];

/**
 * A denial to attach to every role of people (or, as it is written in docs/deploy-aws.md, to the organisation), and the
 * one role that it does not bind, which takes a second factor, lasts an hour, and pages when it is put on.
 */
export class BreakGlass extends Construct {
  readonly people: ManagedPolicy;
  readonly role: Role;

  constructor(scope: Construct, id: string, { alarms }: { readonly alarms: AlarmChannels }) {
    super(scope, id);
    const ours = [
      arnOf(this, 'states', 'stateMachine', `${INTERLOCK}-*`, true),
      arnOf(this, 'states', 'execution', `${INTERLOCK}-*`, true),
    ];
    const theirs = [
      arnOf(this, 'lambda', 'function', `${GUARDED}-*`, true),
      arnOf(this, 'codedeploy', 'deploymentgroup', `${GUARDED}-*/*`, true),
    ];
    this.people = new ManagedPolicy(this, 'People', {
      managedPolicyName: named('people'),
      description: 'Denies what would go round Interlock. Attach to every role of people.',
      statements: [
        new PolicyStatement({ sid: 'Way', effect: Effect.DENY, actions: ROUND, resources: ours }),
        // TestState runs a definition of the caller's under a role; it has no resource.
        new PolicyStatement({ sid: 'TestState', effect: Effect.DENY, actions: ['states:TestState'], resources: ['*'] }),
        // Steps are told who acts by API Gateway, by a version control's event or by a step before: whoever calls one by
        // hand, or puts an event on the bus, could be anybody.
        new PolicyStatement({
          sid: 'Identity',
          effect: Effect.DENY,
          actions: ['lambda:InvokeFunction', 'events:PutEvents'],
          resources: [
            arnOf(this, 'lambda', 'function', `${INTERLOCK}-*`, true),
            arnOf(this, 'events', 'event-bus', `${INTERLOCK}-*`),
          ],
        }),
        new PolicyStatement({
          sid: 'State',
          effect: Effect.DENY,
          actions: STATE,
          resources: [arnOf(this, 'dynamodb', 'table', `${INTERLOCK}-*`)],
        }),
        new PolicyStatement({ sid: 'Traffic', effect: Effect.DENY, actions: BY_HAND, resources: theirs }),
      ],
    });
    this.role = new Role(this, 'Role', {
      roleName: named('break-glass'),
      description: 'May go round Interlock. Putting it on pages; every use is reviewed.',
      maxSessionDuration: Duration.hours(1),
      assumedBy: new AccountPrincipal(Stack.of(this).account).withConditions({
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      }),
    });
    const reason = 'Break-glass: any execution, function or group of Interlock may be the one that is stuck.';
    for (const [actions, resources] of [
      [['states:RedriveExecution', 'states:SendTaskFailure', 'states:SendTaskSuccess', 'states:StopExecution'], ours],
      [['codedeploy:CreateDeployment', 'codedeploy:StopDeployment', 'lambda:UpdateAlias'], theirs],
    ] as const) {
      this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
      acknowledgeWildcards(this.role, 'Resource', resources, reason);
    }
    new Rule(this, 'PutOn', {
      ruleName: named('break-glass-put-on'),
      description: 'Somebody assumed the break-glass role (needs a CloudTrail trail of management events)',
      eventPattern: {
        source: ['aws.sts'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: { eventName: ['AssumeRole'], requestParameters: { roleArn: [this.role.roleArn] } },
      },
      targets: [new SnsTopic(alarms.topics.PAGE)],
    });
  }
}
