import { describe, expect, it } from '@jest/globals';
import { commitOf, releaseIdOf, service } from '../../contracts/samples.ts';
import { failOnce } from '../../support/faults.ts';
import { inWorld, type World } from '../../support/steps-world.ts';
import { ACCOUNT, ALICE, config, eventOf, operator, OPS, user, waiting } from './an-operator.ts';

const submission = {
  ...{ kind: 'SUBMIT', service: 'shop', change: 'branch/faster', base: commitOf(1), head: commitOf(7) },
  ...{ title: 'Faster search', description: 'It was slow' },
};

describe('who asks', () => {
  it.each([
    ['an approver, by the id in the config', ALICE, { id: 'alice', kind: 'PERSON', authenticated: true }],
    ['a user, by their own name', user('mallory'), { id: 'mallory', kind: 'PERSON', authenticated: true }],
    ['a role, of which the session could have any name', OPS, { id: 'role/Ops', kind: 'AGENT', authenticated: true }],
    [
      'a user of another account',
      user('alice', '999999999999'),
      { id: '999999999999:alice', kind: 'PERSON', authenticated: true },
    ],
  ])('%s', (_, principal, actor) =>
    inWorld(async (world) => {
      expect(await operator(world).ask(principal, { kind: 'WHO_AM_I' })).toEqual({ status: 200, result: actor });
    }, config)(),
  );

  it.each([
    ['the root of an account', `arn:aws:iam::${ACCOUNT}:root`],
    ['a federated user', `arn:aws:sts::${ACCOUNT}:federated-user/alice`],
    ['text', 'alice'],
  ])('%s is nobody: refused, whatever is asked', (_, principal) =>
    inWorld(async (world) => {
      const { releaseId, holdId, status } = await waiting(world);
      const { ask } = operator(world);
      for (const request of [
        { kind: 'WHO_AM_I' },
        submission,
        { kind: 'ANSWER', holdId, answer: 'APPROVE', reason: '' },
        { kind: 'CANCEL', releaseId, reason: 'x' },
        { kind: 'KILL', scope: '*', on: true, reason: 'x' },
      ])
        expect(await ask(principal, request)).toMatchObject({ status: 403, error: { name: 'InvalidInput' } });
      expect(await status()).toEqual({ kind: 'OPEN' });
      expect(world.published).toEqual([]);
      expect(await world.ports.controls.killSwitch(service())).toBeNull();
    }, config)(),
  );

  it.each([
    ['no authorizer', { requestContext: { accountId: ACCOUNT } }],
    ['a JWT in its place', { requestContext: { accountId: ACCOUNT, authorizer: { jwt: { claims: { sub: ALICE } } } } }],
    ['no context', { requestContext: undefined }],
    ['an identity in the headers', { requestContext: {}, headers: { 'x-amzn-iam-user-arn': ALICE } }],
  ])('a request with %s is refused: the body proves nobody', (_, change) =>
    inWorld(async (world) => {
      const event = { ...eventOf(ALICE, { kind: 'WHO_AM_I', principal: ALICE }), ...change };
      expect(await operator(world).send(event)).toMatchObject({ status: 403 });
    }, config)(),
  );
});

describe('what is no operation', () => {
  it.each([
    ['no JSON', '{'],
    ['empty', ''],
    ['not UTF-8', Buffer.from([0xff, 0xfe]).toString('base64'), true],
    ['of an unknown kind', { kind: 'DEPLOY' }],
    ['with a claim of who acts', { kind: 'KILL', scope: '*', on: true, reason: 'x', by: 'alice' }],
    ['without a reason', { kind: 'KILL', scope: '*', on: true, reason: ' ' }],
    ['with control characters', { kind: 'CANCEL', releaseId: releaseIdOf(1), reason: 'a\u001b[31m' }],
    ['for a pull request', { ...submission, change: 'pr/17' }],
    ['with a source of its own', { ...submission, source: { kind: 'GITHUB', owner: 'evil', name: 'shop' } }],
    ['of a name that is no service', { ...submission, service: '__proto__' }],
    ['of a short commit', { ...submission, head: 'abc1234' }],
  ])('%s: 400, and nothing happens', (_, body, isBase64Encoded = false) =>
    inWorld(async (world) => {
      const answered = await operator(world).send({ ...eventOf(ALICE, body), isBase64Encoded });
      expect(answered).toMatchObject({ status: 400, error: { name: 'InvalidInput' } });
      expect(world.published).toEqual([]);
      expect(await world.ports.controls.killSwitch(service())).toBeNull();
    }, config)(),
  );

  it(
    'larger than any operation: 413, without being read',
    inWorld(async (world) => {
      const { log, ask } = operator(world);
      const body = JSON.stringify({ ...submission, description: 'x'.repeat(70_000) });
      expect(await ask(ALICE, body)).toMatchObject({ status: 413 });
      expect(log.join('').length).toBeLessThan(500);
      // The largest that is one.
      const largest = { ...submission, description: '\u20ac'.repeat(10_000) };
      expect(await ask(ALICE, largest)).toMatchObject({ status: 200 });
    }, config),
  );
});

describe('submit', () => {
  it(
    'publishes the change of the configured repository, by whom AWS proved',
    inWorld(async (world) => {
      const answered = await operator(world).ask(OPS, submission);
      expect(answered).toMatchObject({ status: 200, result: { before: null } });
      expect(world.published).toEqual([
        {
          ...{ ...submission, kind: 'change.submitted', version: 1, repository: 'Acme/Shop', trigger: 'CLI' },
          source: { kind: 'GITHUB', owner: 'Acme', name: 'Shop' },
          submittedBy: { id: 'role/Ops', kind: 'AGENT', authenticated: true },
          at: new Date(world.clock.now()).toISOString(),
        },
      ]);
    }, config),
  );

  it.each([
    ['own', { kind: 'GITHUB', owner: 'acme', name: 'own' }, 'acme/own'],
    ['pay', { kind: 'CODECOMMIT', name: 'pay' }, 'pay'],
  ])('%s: %j', (name, source, repository) =>
    inWorld(async (world) => {
      await operator(world).ask(ALICE, { ...submission, service: name });
      expect(world.published).toMatchObject([{ source, repository, submittedBy: { id: 'alice' } }]);
    }, config)(),
  );

  it.each([
    ['odd', 'services.odd.repository: expected github:OWNER/NAME or codecommit:NAME'],
    ['web', 'service: found "web"; expected a configured service (shop, own, pay, odd)'],
    ['constructor', 'service: found "constructor"'],
  ])('of %s is refused', (name, message) =>
    inWorld(async (world) => {
      const answered = await operator(world).ask(ALICE, { ...submission, service: name });
      expect(answered).toMatchObject({ status: 400, error: { message: expect.stringContaining(message) as unknown } });
      expect(world.published).toEqual([]);
    }, config)(),
  );

  it(
    'again: the same release, and what became of it',
    inWorld(async (world) => {
      const { ask } = operator(world);
      const first = (await ask(ALICE, submission)).result as { releaseId: string };
      const [event] = world.published;
      await world.steps.OpenRelease({ releaseId: first.releaseId, event });
      world.clock.advance(1000);
      expect(await ask(ALICE, submission)).toEqual({
        status: 200,
        result: { releaseId: first.releaseId, before: { at: 'open-release', outcome: null } },
      });
    }, config),
  );
});

describe('cancel', () => {
  const cancel = (releaseId: string, reason = 'wrong branch') => ({ kind: 'CANCEL', releaseId, reason });

  it(
    'stops the release once, with who and why in the record',
    inWorld(async (world) => {
      const { releaseId, status } = await waiting(world);
      const { ask } = operator(world);
      const first = await ask(OPS, cancel(releaseId));
      const reason = `wrong branch (by command line, ${OPS})`;
      expect(first).toMatchObject({
        status: 200,
        result: { releaseId, stop: { kind: 'CANCEL', by: 'role/Ops', reason } },
      });
      expect(await world.record(releaseId, 'release.stopped')).toMatchObject({
        actor: { id: 'role/Ops', kind: 'AGENT', authenticated: true },
        rationale: reason,
      });
      expect(await status()).toMatchObject({ kind: 'ENDED', answer: 'CANCELLED' });
      expect(await ask(OPS, cancel(releaseId))).toEqual(first);
      expect(await ask(ALICE, cancel(releaseId, 'me too'))).toEqual(first);
    }, config),
  );

  it(
    'of a release that is not there is null',
    inWorld(async (world) => {
      expect(await operator(world).ask(OPS, cancel(releaseIdOf(404)))).toEqual({ status: 200, result: null });
    }, config),
  );
});

describe('kill', () => {
  const kill = (on: boolean, scope = '*') => ({ kind: 'KILL', scope, on, reason: 'checkout is down' });
  const state = (world: World) => world.ports.controls.killSwitch(service());

  it(
    'on and off, by whoever may call, recorded with who and why; twice is once',
    inWorld(async (world) => {
      const { ask, log } = operator(world);
      const set: unknown[] = [];
      const { setKillSwitch } = world.ports.controls;
      world.ports.controls.setKillSwitch = (...args) => (set.push(args), setKillSwitch(...args));
      const on = await ask(OPS, kill(true));
      expect(on).toEqual({ status: 200, result: { scope: '*', state: 'on', by: OPS, reason: 'checkout is down' } });
      expect(await ask(OPS, kill(true))).toEqual(on);
      expect(await state(world)).toBe('checkout is down');
      expect(set[0]).toEqual(['*', true, OPS, 'checkout is down']);
      expect(log.map((line) => JSON.parse(line) as object)).toMatchObject([
        { message: 'operation', operation: 'KILL', principal: OPS, status: 'done' },
        {},
      ]);
      await ask(ALICE, kill(false));
      expect(await state(world)).toBeNull();
    }, config),
  );

  it(
    'of a service that is not configured is refused',
    inWorld(async (world) => {
      expect(await operator(world).ask(OPS, kill(true, 'web'))).toMatchObject({ status: 400 });
      expect(await operator(world).ask(OPS, kill(true, 'constructor'))).toMatchObject({ status: 400 });
    }, config),
  );
});

describe('faults', () => {
  it(
    'what may pass is 503, what is a bug is 500 and its words stay in the log',
    inWorld(async (world) => {
      const { ask, log } = operator(world);
      failOnce(world, 'settings', 'current');
      expect(await ask(ALICE, { kind: 'WHO_AM_I' })).toMatchObject({ status: 503, error: { name: 'Transient' } });
      world.ports.settings.current = () => Promise.reject(new TypeError('cannot read token-1'));
      const { status, error } = await ask(ALICE, { kind: 'WHO_AM_I' });
      expect({ status, message: error?.message }).toEqual({
        status: 500,
        message: 'the operation failed; the log of the function says more',
      });
      expect(log.at(-1)).toContain('"status":"Terminal"');
    }, config),
  );

  it(
    'the log says what was asked by whom, and nothing of what was in it',
    inWorld(async (world) => {
      const { ask, log } = operator(world);
      await ask(ALICE, { ...submission, title: 'planted-title', description: 'planted-description' });
      await ask(ALICE, { kind: 'CANCEL', releaseId: releaseIdOf(404), reason: 'planted-reason' });
      expect(log).toHaveLength(2);
      expect(log.join('')).not.toContain('planted');
    }, config),
  );
});
