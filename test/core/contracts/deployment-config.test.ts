import { describe, expect, it } from '@jest/globals';
import { deploymentConfig } from '../../../core/contracts/deployment-config.ts';
import { Terminal } from '../../../core/contracts/errors.ts';
import { targetsSchema, versionDescription, versionOfDescription } from '../../../core/contracts/target.ts';
import { commitOf, digestOf } from '../../contracts/samples.ts';

const step = (weight: number, bakeSeconds = 600) => ({ weight, bakeSeconds });

describe('deployment config of a plan', () => {
  it.each([
    [[step(100)], { name: 'CodeDeployDefault.LambdaAllAtOnce', percent: 100, minutes: null }],
    [[step(5)], { name: 'interlock-canary-5', percent: 5, minutes: 1440 }],
    [[step(25), step(100, 0)], { name: 'interlock-rollout-25-10', percent: 25, minutes: 10 }],
    [[step(25, 601), step(100, 0)], { name: 'interlock-rollout-25-11', percent: 25, minutes: 11 }],
    [[step(25, 0), step(100, 0)], { name: 'interlock-rollout-25-1', percent: 25, minutes: 1 }],
  ])('%j', (steps, config) => {
    expect(deploymentConfig('interlock', steps)).toEqual(config);
  });

  it.each([[[]], [[step(0)]], [[step(5), step(50)]], [[step(100), step(100)]], [[step(5), step(25), step(100)]]])(
    '%j is nothing that CodeDeploy can do',
    (steps) => {
      expect(() => deploymentConfig('interlock', steps)).toThrow(Terminal);
    },
  );
});

describe('description of a version', () => {
  const version = { commit: commitOf(3), digest: digestOf(3) };
  it('is read back as it was written', () => {
    expect(versionOfDescription(versionDescription(version))).toEqual(version);
    // Lambda takes no more than this.
    expect(versionDescription(version).length).toBeLessThanOrEqual(256);
  });
  it.each([
    undefined,
    '',
    'made by hand',
    `interlock ${commitOf(3)}`,
    `interlock ${commitOf(3)} ${digestOf(3)} more`,
    `interlock ${digestOf(3)} ${commitOf(3)}`,
    `other ${commitOf(3)} ${digestOf(3)}`,
  ])('%j says nothing', (description) => {
    expect(versionOfDescription(description)).toBeNull();
  });
});

describe('registration', () => {
  it('names what is wrong', () => {
    const parsed = targetsSchema.safeParse({ production: { functionName: 'f', alias: '', applicationName: 'a' } });
    expect(parsed.error?.issues.map((i) => i.path.join('.'))).toEqual([
      'production.alias',
      'production.deploymentGroupName',
    ]);
  });
});
