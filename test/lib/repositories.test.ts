import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../../core/contracts/config.ts';
import type { HostedSource } from '../../core/contracts/hosted-repository.ts';
import { repositorySlug } from '../../core/release/repository-slug.ts';
import { InterlockStack } from '../../lib/interlock-stack.ts';
import { repositoriesOf } from '../../lib/repositories-of.ts';
import { stackSettingsSchema } from '../../lib/stack-settings.ts';
import { configOf } from '../support/config-of.ts';
import { context, resourcesOf, statementsOf } from './synth.ts';

const shop: HostedSource = { kind: 'GITHUB', owner: 'acme', name: 'shop' };
const till: HostedSource = { kind: 'GITHUB', owner: 'acme', name: 'till' };
const pay: HostedSource = { kind: 'CODECOMMIT', name: 'pay' };
const books: HostedSource = { kind: 'CODECOMMIT', name: 'books' };
const configWith = (...repositories: string[]) =>
  configOf({
    services: Object.fromEntries(
      repositories.map((repository, i) => [`s${i}`, { repository, start: 'node server.js', port: 8080 + i }]),
    ),
  });

/** The stack with services of these repositories; `own` is the one of the deployment settings. */
function stackOf(repositories: string[], own?: HostedSource): Template {
  const written = configWith(...repositories);
  const app = new App({
    context: { ...context, 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-asset-staging': true },
  });
  return Template.fromStack(
    new InterlockStack(app, 'Interlock', {
      config: { file: 'interlock.yaml', written, config: configSchema.parse(written) },
      aws: stackSettingsSchema.parse({ mailFrom: 'a@example.com', ...(own === undefined ? {} : { repository: own }) }),
      code: () => Code.fromInline('exports.handler = async () => ({});'),
    }),
  );
}

const nameFor = (source: HostedSource) => `interlock-gates-${repositorySlug(source)}`;
const projectsIn = (template: Template) =>
  Object.values(resourcesOf(template))
    .filter((r) => r.Type === 'AWS::CodeBuild::Project')
    .map((r) => r.Properties as { Name: string; Source: { Type: string; Location: unknown } });
const rulesIn = (template: Template) =>
  Object.values(resourcesOf(template))
    .filter((r) => r.Type === 'AWS::Events::Rule')
    .map(
      (r) =>
        r.Properties as { Name: string; EventPattern: { detail?: Record<string, unknown>; resources?: unknown[] } },
    );

describe('the repositories of the services', () => {
  it('are named once, whatever the case and the form', () => {
    const config = configSchema.parse(
      configWith(
        'github:acme/shop',
        'https://github.com/Acme/Shop.git',
        'codecommit:pay',
        './a',
        'codecommit:Pay',
        'b',
      ),
    );
    expect(repositoriesOf(config, till)).toEqual([shop, pay, till, { kind: 'CODECOMMIT', name: 'Pay' }]);
    expect(repositoriesOf(configSchema.parse(configWith('.', 'github:acme/shop')), shop)).toEqual([shop]);
  });

  it('need one of the deployment settings only for a path', () => {
    expect(repositoriesOf(configSchema.parse(configWith('codecommit:pay')), null)).toEqual([pay]);
    expect(() => stackOf(['codecommit:pay', './shop'])).toThrow(/services\.s1\.repository: "\.\/shop" is a path/);
  });

  it.each(['https://gitlab.com/acme/shop', 'git@github.com:acme/shop.git', 'github:acme'])('cannot be %s', (text) => {
    expect(() => stackOf([text], shop)).toThrow(/services\.s0\.repository: found .*expected github:owner\/name/);
  });
});

describe('two repositories of GitHub and none of CodeCommit', () => {
  const template = stackOf(['github:acme/shop', 'github:acme/till', 'https://github.com/ACME/till']);
  it('a project each, no rule and no permission for CodeCommit', () => {
    expect(projectsIn(template).map(({ Name, Source }) => [Name, Source.Type, Source.Location])).toEqual([
      [nameFor(shop), 'GITHUB', 'https://github.com/acme/shop.git'],
      [nameFor(till), 'GITHUB', 'https://github.com/acme/till.git'],
    ]);
    expect(rulesIn(template).map(({ Name }) => Name)).not.toContain('interlock-codecommit-pull-request');
    expect(statementsOf(template).flatMap(({ actions }) => actions.filter((a) => a.startsWith('codecommit:')))).toEqual(
      [],
    );
  });

  it('events of both end their releases', () => {
    const [ended] = rulesIn(template).filter(({ Name }) => Name === 'interlock-gates-ended');
    expect(ended?.EventPattern.detail?.['project-name']).toEqual([{ prefix: 'interlock-gates-' }]);
    for (const { Name } of projectsIn(template)) expect(Name.startsWith('interlock-gates-')).toBe(true);
  });

  it('run-gates may start both, and both only as the projects say', () => {
    const starts = statementsOf(template).filter(({ actions }) => actions.includes('codebuild:StartBuild'));
    expect(starts.filter(({ statement }) => statement.Effect === 'Deny')).toHaveLength(11);
    for (const { of, resources, statement } of starts) {
      expect(of).toBe('rungates');
      const named = resources.map((r) => r.split(':project/')[1]);
      expect(named).toEqual(statement.Effect === 'Deny' ? ['interlock-gates-*'] : [nameFor(shop), nameFor(till)]);
    }
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'interlock-run-gates',
      Environment: { Variables: Match.objectLike({ GATES_PROJECT_PREFIX: 'interlock-gates' }) },
    });
  });

  it('a build leaves reports and artifacts in the folder of its own project, nowhere else', () => {
    const writes = statementsOf(template).filter(
      ({ of, actions }) => of.startsWith('Gates') && actions.some((a) => a.startsWith('s3:')),
    );
    for (const source of [shop, till]) {
      const own = writes.filter(({ of }) => of === `Gates${repositorySlug(source).replaceAll('-', '')}`);
      const objects = own.flatMap(({ resources }) => resources).filter((r) => r.includes('EvidenceBucket'));
      expect(objects.map((r) => r.split('.Arn>/')[1]).sort()).toEqual(
        ['artifact.zip', 'gates.json', 'request.json'].map((file) => `builds/${nameFor(source)}/*/${file}`),
      );
    }
  });
});

describe('repositories of both kinds', () => {
  const template = stackOf(['github:acme/shop', 'codecommit:pay', '.', 'codecommit:books', 'codecommit:pay'], pay);
  const arns = ['pay', 'books'].map((name) => `arn:<Partition>:codecommit:<Region>:<AccountId>:${name}`);

  it('a project each; a path is the repository of the deployment settings', () => {
    expect(projectsIn(template).map(({ Name }) => Name)).toEqual([shop, pay, books].map(nameFor));
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'interlock-codecommit-event',
      Environment: { Variables: Match.objectLike({ REPOSITORY: 'codecommit:pay' }) },
    });
  });

  it('every repository of CodeCommit tells of its pull requests and is read', () => {
    const [rule] = rulesIn(template).filter(({ Name }) => Name === 'interlock-codecommit-pull-request');
    expect(rule?.EventPattern.resources).toHaveLength(2);
    const reads = statementsOf(template).filter(({ actions }) => actions.includes('codecommit:GetCommit'));
    expect(reads.length).toBeGreaterThan(3);
    for (const { resources } of reads) expect([...resources].sort()).toEqual([...arns].sort());
  });

  it('a build pulls its own repository only', () => {
    const pulls = statementsOf(template).filter(({ actions }) => actions.includes('codecommit:GitPull'));
    expect(pulls.map(({ resources }) => resources)).toEqual([[arns[0]], [arns[1]]]);
  });
});

describe('without a repository of the deployment', () => {
  it('the steps are told that there is none', () => {
    stackOf(['codecommit:pay']).hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'interlock-pull-request',
      Environment: { Variables: Match.objectLike({ REPOSITORY: 'none' }) },
    });
  });
});
