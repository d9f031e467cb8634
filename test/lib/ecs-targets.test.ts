import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { targetsSchema } from '../../core/contracts/target.ts';
import { loadStackSettings } from '../../lib/stack-settings.ts';
import { ECS_TARGETS } from '../support/aws-double/deployer-world.ts';
import { context, resourcesOf, statementsOf, synthesized } from './synth.ts';

const without = synthesized({ example: 'true' }).template('Interlock');
const template = withTargets([{ service: 'shop', ...ECS_TARGETS }]);
const allowed = statementsOf(template).filter(({ statement }) => statement.Effect === 'Allow');
const whoMay = (action: string) =>
  [...new Set(allowed.filter((s) => s.actions.includes(action)).map((s) => s.of))].sort();
const resourcesFor = (action: string) => [
  ...new Set(allowed.filter((s) => s.actions.includes(action)).flatMap((s) => s.resources)),
];
const shorten = (resource: string) => resource.replace(/^arn:<Partition>:[a-z]+:<Region>:<AccountId>:/, '');

function withTargets(targets: readonly object[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'interlock-aws-'));
  try {
    const file = path.join(folder, 'interlock.aws.yaml');
    writeFileSync(file, stringify({ ...loadStackSettings(String(context['aws'])), targets }));
    return synthesized({ aws: file }).template('Interlock');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('an ECS service in the deployment settings', () => {
  it('is registered as the deployer reads it', () => {
    const parameter = Object.values(resourcesOf(template)).find(
      ({ Properties }) => Properties['Name'] === '/interlock/targets/shop',
    );
    expect(targetsSchema.parse(JSON.parse(String(parameter?.Properties['Value'])))).toEqual(ECS_TARGETS);
  });

  it.each([
    ['interlock-ecs-canary-5', 5, 1440],
    ['interlock-ecs-canary-20', 20, 1440],
    ['interlock-ecs-rollout-25-10', 25, 10],
  ])('brings the deployment config %s', (name, CanaryPercentage, CanaryInterval) => {
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentConfig', {
      DeploymentConfigName: name,
      ComputePlatform: 'ECS',
      TrafficRoutingConfig: { Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryInterval, CanaryPercentage } },
    });
  });

  it.each([
    // The gate: nobody else can make a revision that runs another image.
    ['ecs:RegisterTaskDefinition', ['startshift']],
    ['ecr:DescribeImages', ['startshift']],
    // The judge alone asks how the fleet of the old version was.
    ['cloudwatch:ListMetrics', ['observeshift']],
    ['codedeploy:ContinueDeployment', ['closerelease', 'endshift', 'janitor', 'takelock']],
    [
      'ecs:DescribeServices',
      ['closerelease', 'decide', 'endshift', 'issuepermit', 'janitor', 'observeshift', 'startshift', 'takelock'],
    ],
  ])('%s: %j', (action, who) => {
    expect(whoMay(action)).toEqual(who);
  });

  it('only the gate builds of its repository push its image', () => {
    expect(whoMay('ecr:PutImage')).toEqual([expect.stringMatching(/^Gates/)]);
  });

  it.each([
    ['ecs:DescribeServices', ['service/production/shop', 'service/staging/shop']],
    [
      'codedeploy:ContinueDeployment',
      ['deploymentgroup:guarded-shop/production', 'deploymentgroup:guarded-shop/staging'],
    ],
    ['ecr:DescribeImages', ['arn:<Partition>:ecr:eu-west-1:123456789012:repository/shop']],
    ['ecr:PutImage', ['arn:<Partition>:ecr:eu-west-1:123456789012:repository/shop']],
    // These have no resource in IAM.
    ['ecs:RegisterTaskDefinition', ['*']],
    ['ecs:DescribeTaskDefinition', ['*']],
    ['elasticloadbalancing:DescribeRules', ['*']],
  ])('%s reaches %j', (action, resources) => {
    expect(resourcesFor(action).map(shorten)).toEqual(resources);
  });

  it('is passed the roles that are registered, and to tasks only', () => {
    const passes = allowed.filter((s) => s.of === 'startshift' && s.actions.includes('iam:PassRole'));
    expect(passes.map((s) => s.resources)).toEqual([['arn:aws:iam::123456789012:role/shop-task']]);
    expect(passes[0]?.statement.Condition).toEqual({
      StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    });
  });

  it('widens nothing else: every other wildcard is there without it too', () => {
    const wild = (of: ReturnType<typeof statementsOf>) =>
      of
        .filter(({ statement }) => statement.Effect === 'Allow')
        .flatMap(({ actions, resources }) =>
          resources.filter((r) => r.includes('*')).flatMap((r) => actions.map((action) => `${action} ${r}`)),
        );
    const before = new Set(wild(statementsOf(without)));
    expect([...new Set(wild(statementsOf(template)))].filter((w) => !before.has(w)).sort()).toEqual([
      'cloudwatch:ListMetrics *',
      'ecs:DescribeTaskDefinition *',
      'ecs:RegisterTaskDefinition *',
      'elasticloadbalancing:DescribeRules *',
    ]);
  });

  it('builds know where its image belongs', () => {
    const project = Object.values(resourcesOf(template)).find(({ Type }) => Type === 'AWS::CodeBuild::Project');
    expect(JSON.stringify(project?.Properties['Environment'])).toContain(
      JSON.stringify(JSON.stringify({ shop: ECS_TARGETS.production.repository })).slice(1, -1),
    );
  });
});

it('without one, nothing of ECS is granted or made', () => {
  const actions = statementsOf(without).flatMap((s) => s.actions);
  expect(actions.filter((a) => /^(ecs|ecr|elasticloadbalancing):|ContinueDeployment/.test(a))).toEqual([]);
  expect(JSON.stringify(resourcesOf(without))).not.toMatch(/interlock-ecs|IMAGE_REPOSITORIES/);
});
