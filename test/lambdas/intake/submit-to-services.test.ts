import { describe, expect, it } from '@jest/globals';
import type { ChangeSubmitted, Source } from '../../../core/contracts/change-submitted.ts';
import { configSchema } from '../../../core/contracts/config.ts';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import { releaseIdOf } from '../../../core/release/release-id.ts';
import { createHandler } from '../../../lambdas/intake/codecommit-event.ts';
import { createPullRequestIntake } from '../../../lambdas/intake/github-pull-request.ts';
import { iamActor } from '../../../core/contracts/iam-actor.ts';
import { servicesIn } from '../../../core/release/services-in.ts';
import { commitOf, digestOf } from '../../contracts/samples.ts';
import { configOf } from '../../support/config-of.ts';

const serviceAt = (repository: string) => ({ repository, start: 'node server.js', port: 8080 });
const config = configSchema.parse(
  configOf({
    services: {
      shop: serviceAt('github:Acme/Shop'),
      admin: serviceAt('https://github.com/acme/shop.git'),
      other: serviceAt('https://github.com/acme/shop-two'),
      pay: serviceAt('codecommit:pay'),
      local: serviceAt('./services/local'),
    },
  }),
);
const github = (name: string): Source => ({ kind: 'GITHUB', owner: 'acme', name });

function world(own: Source | null = null) {
  const published: ChangeSubmitted[] = [];
  const settings = { current: async () => ({ config, policies: {}, hash: digestOf(1), version: null }) };
  const bus = { publish: async (event: ChangeSubmitted) => void published.push(event) };
  return { published, deps: { settings, bus, own } };
}

describe('services of a repository', () => {
  it.each([
    [github('shop'), null, ['shop', 'admin']],
    [github('shop-two'), null, ['other']],
    [github('sho'), null, []],
    [github('SHOP'), github('shop'), ['shop', 'admin', 'local']],
    [{ kind: 'CODECOMMIT' as const, name: 'pay' }, github('shop'), ['pay']],
    [{ kind: 'CODECOMMIT' as const, name: 'Pay' }, null, []],
    [{ kind: 'CODECOMMIT' as const, name: 'own' }, { kind: 'CODECOMMIT' as const, name: 'own' }, ['local']],
  ])('%j, own %j: %j', (source, own, services) => {
    expect(servicesIn(config, source, own)).toEqual(services);
  });
});

describe('a pull request of GitHub', () => {
  const delivery = {
    ...{ owner: 'acme', name: 'shop', number: 17, base: commitOf(1), head: commitOf(7), title: 'T', description: 'D' },
    ...{ by: { login: 'ada', bot: false }, at: '2026-01-05T09:59:58.000Z' },
  };

  it('becomes one change for each service, by whom GitHub authenticated', async () => {
    const { published, deps } = world();
    const text = await createPullRequestIntake(deps)(delivery);
    expect(published.map(({ service }) => service)).toEqual(['shop', 'admin']);
    expect(published[0]).toEqual({
      ...{ kind: 'change.submitted', version: 1, source: github('shop'), repository: 'acme/shop', change: 'pr/17' },
      ...{ service: 'shop', base: commitOf(1), head: commitOf(7), title: 'T', description: 'D', trigger: 'WEBHOOK' },
      submittedBy: { id: 'ada', kind: 'PERSON', authenticated: true },
      at: delivery.at,
    });
    expect(text).toBe(`accepted: ${published.map(releaseIdOf).join(', ')}`);
  });

  it('of a bot is of an agent; one of an unknown repository is ignored', async () => {
    const { published, deps } = world();
    await createPullRequestIntake(deps)({ ...delivery, by: { login: 'forge[bot]', bot: true } });
    expect(published[0]?.submittedBy).toEqual({ id: 'forge[bot]', kind: 'AGENT', authenticated: true });
    expect(await createPullRequestIntake(deps)({ ...delivery, name: 'unknown' })).toBe(
      'ignored: no configured service is in github:acme/unknown',
    );
    expect(published).toHaveLength(2);
  });
});

describe('a pull request of CodeCommit', () => {
  const event = (detail: object = {}, over: object = {}) => ({
    ...{ version: '0', id: 'x', source: 'aws.codecommit', account: '123456789012', region: 'eu-west-1' },
    ...{ 'detail-type': 'CodeCommit Pull Request State Change', time: '2026-01-05T09:59:58Z', resources: [] },
    detail: {
      ...{ event: 'pullRequestCreated', pullRequestId: '17', pullRequestStatus: 'Open', isMerged: 'False' },
      ...{ repositoryNames: ['pay'], sourceCommit: commitOf(7), destinationCommit: commitOf(1) },
      ...{ sourceReference: 'refs/heads/x', destinationReference: 'refs/heads/main', title: 'T\u0007' },
      callerUserArn: 'arn:aws:iam::123456789012:user/team/ada',
      ...detail,
    },
    ...over,
  });
  const handle = async (payload: unknown) => {
    const { published, deps } = world();
    const text = await createHandler({ ...deps, defaultBranch: async (name) => (name === 'pay' ? 'main' : null) })(
      payload,
    );
    return { text, published };
  };

  it.each(['pullRequestCreated', 'pullRequestSourceBranchUpdated'])('that is %s becomes a change', async (name) => {
    const { text, published } = await handle(event({ event: name }));
    expect(published).toEqual([
      {
        ...{ kind: 'change.submitted', version: 1, source: { kind: 'CODECOMMIT', name: 'pay' }, repository: 'pay' },
        ...{ change: 'pr/17', service: 'pay', base: commitOf(1), head: commitOf(7), title: 'T', description: '' },
        submittedBy: { id: 'ada', kind: 'PERSON', authenticated: true },
        ...{ trigger: 'WEBHOOK', at: '2026-01-05T09:59:58.000Z' },
      },
    ]);
    expect(text).toMatch(/^accepted: rel-/);
  });

  it.each([
    ['merged', { event: 'pullRequestMergeStatusUpdated', isMerged: 'True' }, /starts no release/],
    ['closed', { pullRequestStatus: 'Closed' }, /starts no release/],
    ['for another branch', { destinationReference: 'refs/heads/x' }, /default branch/],
    ['of a repository without branches', { repositoryNames: ['new'] }, /default branch/],
  ])('that is %s is ignored', async (_name, detail, why) => {
    const { text, published } = await handle(event(detail));
    expect(text).toMatch(why);
    expect(published).toEqual([]);
  });

  it.each([
    ['source', event({}, { source: 'my.forgery' }), /source/],
    ['account', event({}, { account: 'x' }), /account/],
    ['sourceCommit', event({ sourceCommit: 'main' }), /detail\.sourceCommit/],
    ['no sourceCommit', event({ sourceCommit: undefined }), /detail\.sourceCommit/],
    ['repositories', event({ repositoryNames: ['pay', 'shop'] }), /several repositories/],
    ['number', event({ pullRequestId: '../1' }), /pullRequestId/],
    ['nothing', null, /\(whole\)/],
  ])('with a wrong %s is refused by the name of the field', async (_name, payload, words) => {
    await expect(handle(payload)).rejects.toThrow(InvalidInput);
    await expect(handle(payload)).rejects.toThrow(words);
  });
});

describe('who an ARN stands for', () => {
  const home = '123456789012';
  it.each([
    [`arn:aws:iam::${home}:user/ada`, 'ada', 'PERSON', true],
    [`arn:aws:iam::${home}:user/team/ada`, 'ada', 'PERSON', true],
    ['arn:aws:iam::210987654321:user/ada', '210987654321:ada', 'PERSON', true],
    [`arn:aws:sts::${home}:assumed-role/AWSReservedSSO_Dev_0123/ada@acme.io`, 'ada@acme.io', 'PERSON', true],
    [`arn:aws:sts::${home}:assumed-role/Builder/ada@acme.io`, 'role/Builder', 'AGENT', true],
    ['arn:aws:sts::210987654321:assumed-role/Builder/x', '210987654321:role/Builder', 'AGENT', true],
    [`arn:aws:sts::${home}:federated-user/ada`, 'unknown', 'AGENT', false],
    [`arn:aws:iam::${home}:root`, 'unknown', 'AGENT', false],
    [`arn:aws:sts::${home}:assumed-role/Builder`, 'unknown', 'AGENT', false],
    ['ada', 'unknown', 'AGENT', false],
  ])('%s', (arn, id, kind, authenticated) => {
    expect(iamActor(arn, home)).toEqual({ id, kind, authenticated });
  });
});
