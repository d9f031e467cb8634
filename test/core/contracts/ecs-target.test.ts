import { describe, expect, it } from '@jest/globals';
import { deploymentConfig } from '../../../core/contracts/deployment-config.ts';
import { loadBalancerDimension, targetGroupDimension } from '../../../core/contracts/ecs-target.ts';
import { targetsSchema } from '../../../core/contracts/target.ts';
import { existingTargetSchema } from '../../../lib/constructs/register-target.ts';
import { ECS_TARGETS, TARGETS } from '../../support/aws-double/deployer-world.ts';

const problems = (production: object) =>
  targetsSchema.safeParse({ production }).error?.issues.map((issue) => issue.path.join('.'));

describe('registration of an ECS service', () => {
  it('is read back as it was written; what names no kind is a function', () => {
    expect(targetsSchema.parse(JSON.parse(JSON.stringify(ECS_TARGETS)))).toEqual(ECS_TARGETS);
    const before = JSON.parse(JSON.stringify(TARGETS.production).replace('"kind":"LAMBDA",', '')) as unknown;
    expect(before).not.toHaveProperty('kind');
    expect(targetsSchema.parse({ production: before })).toEqual({ production: TARGETS.production });
  });

  it.each([
    [{ kind: 'EC2' }, ['production.kind']],
    [
      { listenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/net/a/0/1' },
      ['production.listenerArn'],
    ],
    [{ targetGroupArns: [ECS_TARGETS.production.targetGroupArns[0]] }, ['production.targetGroupArns']],
    [{ repository: 'docker.io/library/nginx' }, ['production.repository']],
    [{ roleArns: ['arn:aws:iam::123456789012:user/somebody'] }, ['production.roleArns.0']],
    [{ containerPort: 0 }, ['production.containerPort']],
    [{ url: undefined }, ['production.url']],
  ])('names what is wrong: %j', (over, paths) => {
    expect(problems({ ...ECS_TARGETS.production, ...over })).toEqual(paths);
  });

  it('staging is what production is: the same kind and the same repository', () => {
    const of = (staging: object) =>
      existingTargetSchema.safeParse({ service: 'shop', production: ECS_TARGETS.production, staging });
    expect(of(ECS_TARGETS.staging).success).toBe(true);
    expect(of(TARGETS.staging).success).toBe(false);
    expect(of({ ...ECS_TARGETS.staging, repository: `${ECS_TARGETS.staging.repository}-2` }).success).toBe(false);
  });

  it('is named in metrics by the end of its ARNs', () => {
    expect(targetGroupDimension(ECS_TARGETS.production.targetGroupArns[0])).toBe(
      'targetgroup/production-blue/73e2d6bc24d8a061',
    );
    expect(loadBalancerDimension(ECS_TARGETS.production.listenerArn)).toBe('app/production/50dc6c495c0c9181');
  });

  it('has deployment configs of its own, since one belongs to one compute platform', () => {
    const name = (...steps: [number, number][]) =>
      deploymentConfig(
        'interlock',
        steps.map(([weight, bakeSeconds]) => ({ weight, bakeSeconds })),
        'ECS',
      ).name;
    expect(name([5, 600])).toBe('interlock-ecs-canary-5');
    expect(name([25, 600], [100, 0])).toBe('interlock-ecs-rollout-25-10');
    expect(name([100, 0])).toBe('CodeDeployDefault.ECSAllAtOnce');
  });
});
