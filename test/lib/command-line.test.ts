import { describe, expect, it } from '@jest/globals';
import { deploymentSchema } from '../../core/contracts/deployment.ts';
import { resourcesOf, statementsOf, synthesized, textOf } from './synth.ts';

const stack = synthesized({ example: 'true' }).template('Interlock');
const resources = resourcesOf(stack);
const of = (type: string) => Object.values(resources).filter((r) => r.Type === type);
const [api] = Object.entries(resources).find(([, r]) => r.Type === 'AWS::ApiGatewayV2::Api')!;
const statements = (policy: string) => statementsOf(stack).filter((s) => s.of === policy);
const tableOf = (resource: string) => /<(\w+?)Table/.exec(resource)?.[1];

describe('the parameter that says where everything is', () => {
  const parameter = of('AWS::SSM::Parameter').find((r) => r.Properties['Name'] === '/interlock/deployment')!;
  const text = textOf(parameter.Properties['Value']);
  const value = deploymentSchema.parse(JSON.parse(text.replaceAll(`<${api}.ApiEndpoint>`, 'https://api.example')));

  it('names the tables, the bucket, the machine and the addresses of this stack', () => {
    const names = Object.values(value.tables).map((table) => resources[/<(\w+)>/.exec(table)![1]!]!);
    expect(names.map((t) => t.Properties['TableName'])).toEqual(
      ['audit', 'releases', 'holds', 'deployments'].map((name) => `interlock-${name}`),
    );
    expect(resources[/<(\w+)>/.exec(value.evidenceBucket)![1]!]?.Type).toBe('AWS::S3::Bucket');
    expect(value).toMatchObject({ version: 1, region: '<Region>', account: '<AccountId>' });
    expect(value.releaseMachineArn).toMatch(/:stateMachine:interlock-release$/);
    expect(value).toMatchObject({ publicUrl: 'https://api.example', operationsUrl: 'https://api.example/operations' });
  });

  it('fits into a parameter of the standard tier, with names as long as they get', () => {
    expect(text.length).toBeLessThan(2048);
  });
});

describe('the route of operations', () => {
  it('lets nobody through without a signature that AWS checked; no other route is so', () => {
    const kinds = of('AWS::ApiGatewayV2::Route').map(({ Properties: p }) => [p['RouteKey'], p['AuthorizationType']]);
    expect(Object.fromEntries(kinds)).toEqual({
      'POST /operations': 'AWS_IAM',
      'ANY /holds/{link}': 'NONE',
      'POST /webhooks/github': 'NONE',
    });
  });

  it('may be invoked with one policy, which allows this route of the one stage and nothing else', () => {
    const [only, ...others] = statements('CommandLineOperators');
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      actions: ['execute-api:Invoke'],
      resources: [`arn:<Partition>:execute-api:<Region>:<AccountId>:<${api}>/$default/POST/operations`],
      statement: { Effect: 'Allow' },
    });
  });

  it('leads to a function that can end holds and releases and deploy nothing', () => {
    const actions = new Set(statements('operate').flatMap((s) => s.actions));
    for (const action of actions) expect(action).not.toMatch(/^(codedeploy|lambda|iam|bedrock|ses|scheduler):/);
    expect([...actions].filter((a) => a.startsWith('states:'))).toEqual(['states:SendTaskSuccess']);
    expect([...actions].filter((a) => a.startsWith('codebuild:'))).toEqual(['codebuild:StopBuild']);
    expect(actions).not.toContain('s3:PutObject');
    expect(actions).not.toContain('secretsmanager:GetSecretValue');
  });
});

describe('the policy of readers', () => {
  const readers = statements('CommandLineReaders');

  it('reads and does nothing else', () => {
    for (const { actions, statement } of readers) {
      expect(statement.Effect).toBe('Allow');
      for (const action of actions) expect(action).toMatch(/^\w+:(Get|BatchGet|Query|Scan|List|Describe)/);
    }
  });

  it('scans the record alone, and of the other tables sees neither task tokens nor links', () => {
    const scanned = readers.filter((s) => s.actions.includes('dynamodb:Scan')).flatMap((s) => s.resources);
    expect(scanned.map(tableOf)).toEqual(['AuditLogRecords']);
    const keys = readers
      .filter((s) => s.statement.Condition !== undefined)
      .map((s) => [
        tableOf(s.resources[0]!),
        (s.statement.Condition as Record<string, Record<string, unknown>>)['ForAllValues:StringLike']![
          'dynamodb:LeadingKeys'
        ],
      ]);
    expect(Object.fromEntries(keys)).toEqual({
      Releases: ['ALL', 'OPEN', 'RELEASE#*'],
      Holds: ['HOLD#*', 'RELEASE#*'],
      Deployments: ['BUDGET#*', 'KILL#*'],
    });
  });

  it('reads no diff and no prompt', () => {
    const objects = readers.filter((s) => s.actions.includes('s3:GetObject')).flatMap((s) => s.resources);
    expect(objects.map((r) => r.split('/').pop()).sort()).toEqual([
      'gates.json',
      'review.json',
      'shift-*.json',
      'verdict.json',
    ]);
  });
});
