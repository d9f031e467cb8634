import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from '@jest/globals';
import { resourcesOf, statementsOf, synthesized } from './synth.ts';

const stack = synthesized({ example: 'true' }).template('Interlock');
const propertiesOf = (type: string) =>
  Object.values(resourcesOf(stack))
    .filter((r) => r.Type === type)
    .map((r) => r.Properties);

describe('intake', () => {
  it('a bus of its own, kept for 90 days', () => {
    stack.hasResourceProperties('AWS::Events::EventBus', { Name: 'interlock-changes' });
    stack.hasResourceProperties('AWS::Events::Archive', {
      RetentionDays: 90,
      EventPattern: { source: ['interlock'] },
    });
  });
  it('change.submitted starts a release with the event itself, and an event that no step took is kept', () => {
    stack.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: Match.anyValue(),
      EventPattern: { source: ['interlock'], 'detail-type': ['change.submitted'] },
      Targets: [
        Match.objectLike({
          InputPath: '$.detail',
          DeadLetterConfig: { Arn: Match.anyValue() },
          RetryPolicy: { MaximumEventAgeInSeconds: 7200, MaximumRetryAttempts: 24 },
        }),
      ],
    });
  });
  it('the webhook can hand over to one step and start nothing', () => {
    stack.hasResourceProperties('AWS::Events::Rule', {
      Name: 'interlock-pull-request-delivered',
      EventPattern: { source: ['interlock.webhook'], 'detail-type': ['pull-request.delivered'] },
      Targets: [Match.objectLike({ InputPath: '$.detail', DeadLetterConfig: { Arn: Match.anyValue() } })],
    });
    const puts = statementsOf(stack).filter((s) => s.of === 'webhook' && s.actions.includes('events:PutEvents'));
    expect(puts.map((s) => s.statement.Condition)).toEqual([
      { StringEquals: { 'events:source': 'interlock.webhook' } },
    ]);
  });
  it('an event that a step took and failed on is kept too', () => {
    const kept = propertiesOf('AWS::Lambda::EventInvokeConfig');
    // Without repositories in CodeCommit: pull-request, start-release and gates-ended.
    expect(kept).toHaveLength(3);
    for (const config of kept)
      expect(config).toMatchObject({
        ...{ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 7200 },
        DestinationConfig: {
          OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^IntakeLost/), 'Arn'] } },
        },
      });
  });
  it('pull requests of CodeCommit only where the repository is there', () => {
    const rules = propertiesOf('AWS::Events::Rule').map((r) => r['Name']);
    expect(rules).not.toContain('interlock-codecommit-pull-request');
  });
  it('the page and the webhook are throttled, and their log never holds a path', () => {
    stack.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    });
    const [{ AccessLogSettings }] = propertiesOf('AWS::ApiGatewayV2::Stage') as [
      { AccessLogSettings: { Format: string } },
    ];
    expect(AccessLogSettings.Format).toContain('$context.routeKey');
    expect(AccessLogSettings.Format).not.toMatch(/path|requestId\.path/i);
    expect(
      propertiesOf('AWS::ApiGatewayV2::Route')
        .map((r) => r['RouteKey'])
        .sort(),
    ).toEqual(['ANY /holds/{link}', 'POST /operations', 'POST /webhooks/github']);
  });
});

describe('audit', () => {
  const [policy] = propertiesOf('AWS::DynamoDB::Table')
    .filter((t) => t['TableName'] === 'interlock-audit')
    .map((t) => (t['ResourcePolicy'] as { PolicyDocument: { Statement: Record<string, unknown>[] } }).PolicyDocument);
  it('denies everybody everything but inserting, reading and keeping', () => {
    const [insertOnly] = policy!.Statement;
    expect(insertOnly).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Resource: '*' });
    const notActions = insertOnly!['NotAction'] as string[];
    expect(notActions).toContain('dynamodb:PartiQLInsert');
    for (const action of ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete'])
      expect(notActions).not.toContain(`dynamodb:${action}`);
    for (const action of ['DeleteTable', 'DeleteResourcePolicy', 'UpdateTimeToLive', 'RestoreTableToPointInTime'])
      expect(notActions).not.toContain(`dynamodb:${action}`);
    expect(notActions.filter((action) => action.includes('*'))).toEqual([]);
  });
  it('the table and its policy are changed by a deployment alone', () => {
    expect(policy!.Statement[1]).toMatchObject({
      Effect: 'Deny',
      Action: ['dynamodb:PutResourcePolicy', 'dynamodb:UpdateContinuousBackups', 'dynamodb:UpdateTable'],
      Condition: { ArnNotLike: { 'aws:PrincipalArn': expect.any(Array) } },
    });
  });
});

describe('what lasts', () => {
  it('every table and bucket is kept when the stack goes', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket'])
      stack.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
  it('every table can be restored to any second and cannot be deleted by mistake', () => {
    stack.allResourcesProperties('AWS::DynamoDB::Table', {
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
  });
  it('every bucket is closed to the public', () => {
    stack.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: Match.objectLike({ BlockPublicAcls: true, RestrictPublicBuckets: true }),
    });
  });
});

describe('steps', () => {
  it('all on Node 24 and ARM, each with a log that ends and a role of its own', () => {
    stack.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      LoggingConfig: { LogGroup: Match.anyValue() },
    });
    stack.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
    const roles = propertiesOf('AWS::Lambda::Function').map((f) => JSON.stringify(f['Role']));
    expect(new Set(roles).size).toBe(roles.length);
    expect(propertiesOf('AWS::IAM::Role').filter((r) => r['ManagedPolicyArns'] !== undefined)).toEqual([]);
  });
});

describe('state machines', () => {
  const machines = propertiesOf('AWS::StepFunctions::StateMachine') as {
    DefinitionString: string;
    DefinitionSubstitutions: Record<string, unknown>;
    StateMachineName: string;
    [name: string]: unknown;
  }[];
  it('their text is in the template, so that a diff shows it', () => {
    expect(machines.map((m) => m.StateMachineName).sort()).toEqual(['interlock-release', 'interlock-traffic-shift']);
    for (const machine of machines) {
      expect(machine['DefinitionS3Location']).toBeUndefined();
      expect(JSON.parse(machine.DefinitionString)).toMatchObject({ QueryLanguage: 'JSONata' });
    }
  });
  it('every placeholder has its substitution and the other way round', () => {
    for (const { DefinitionString, DefinitionSubstitutions } of machines) {
      const used = [...DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!);
      expect([...new Set(used)].sort()).toEqual(Object.keys(DefinitionSubstitutions).sort());
    }
  });
  it('numbers are numbers', () => {
    for (const { DefinitionString } of machines)
      expect(DefinitionString).not.toMatch(/"(TimeoutSeconds|Seconds|IntervalSeconds|MaxAttempts)":\s*"(?!\{%)/);
  });
  it('they are traced, and their logs hold no execution data, which holds task tokens', () => {
    for (const machine of machines) {
      expect(machine['TracingConfiguration']).toEqual({ Enabled: true });
      expect(machine['LoggingConfiguration']).toMatchObject({ IncludeExecutionData: false, Level: 'ALL' });
    }
  });
});

describe('deployments', () => {
  it('canaries of every share that policy may give, never ending by themselves, and 25 % for ten minutes (002-6, 002-21, 004-18)', () => {
    const configs = propertiesOf('AWS::CodeDeploy::DeploymentConfig');
    expect(configs).toEqual([
      ...[5, 10, 15, 20].map((CanaryPercentage) => ({
        ComputePlatform: 'Lambda',
        DeploymentConfigName: `interlock-canary-${CanaryPercentage}`,
        TrafficRoutingConfig: {
          Type: 'TimeBasedCanary',
          TimeBasedCanary: { CanaryInterval: 1440, CanaryPercentage },
        },
      })),
      {
        ComputePlatform: 'Lambda',
        DeploymentConfigName: 'interlock-rollout-25-10',
        TrafficRoutingConfig: {
          Type: 'TimeBasedCanary',
          TimeBasedCanary: { CanaryInterval: 10, CanaryPercentage: 25 },
        },
      },
    ]);
  });
  it('deliveries of webhooks go by themselves', () => {
    stack.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName: 'interlock-deployments',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });
});

describe('gates', () => {
  it('a build of the whole history by a buildspec of the project, on a machine without privileges', () => {
    stack.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: Match.stringLikeRegexp('^interlock-gates-example-shop-[0-9a-f]{12}$'),
      Source: Match.objectLike({ Type: 'GITHUB', GitCloneDepth: 0, BuildSpec: Match.stringLikeRegexp('build-main') }),
      Environment: Match.objectLike({ PrivilegedMode: false }),
    });
  });
  it('its end is heard of whatever it is', () => {
    stack.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.codebuild'],
        'detail-type': ['CodeBuild Build State Change'],
        detail: {
          'project-name': [{ prefix: 'interlock-gates-' }],
          'build-status': ['SUCCEEDED', 'FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'],
        },
      },
    });
  });
});

describe('janitor', () => {
  it('comes when an execution died, every five minutes, and is missed when it does not', () => {
    stack.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(5 minutes)' });
    stack.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: Match.anyValue() },
      },
      Targets: [Match.objectLike({ Input: '{}' })],
    });
    stack.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'interlock-janitor-absent',
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
    });
  });
});

describe('settings', () => {
  it('what was written in interlock.yaml, checked, with its hash', () => {
    stack.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/interlock/settings',
      Value: Match.serializedJson(Match.objectLike({ version: 1, services: Match.anyValue() })),
      Description: Match.stringLikeRegexp('sha256 [0-9a-f]{64}'),
    });
  });
});

it('the template is as it was (asset hashes and settings masked)', () => {
  expect(masked(stack)).toMatchSnapshot();
});

function masked(template: Template): unknown {
  const text = JSON.stringify(template.toJSON())
    .replace(/[0-9a-f]{64}/g, '<hash>')
    .replace(/[\w-]+-<hash>/g, '<hash>');
  return JSON.parse(text, (key, value: unknown) => {
    if (key === 'DefinitionString' || key === 'DashboardBody') return '<text>';
    if (key === 'Value' && typeof value === 'string' && value.startsWith('{"version"')) return '<settings>';
    return value;
  }) as unknown;
}
