import { describe, expect, it } from '@jest/globals';
import { failOnce } from '../../support/faults.ts';
import { inWorld } from '../../support/steps-world.ts';
import { ALICE, BOB, config, operator, OPS, session, user, waiting } from './an-operator.ts';

const approve = (holdId: string, reason = '') => ({ kind: 'ANSWER', holdId, answer: 'APPROVE', reason });
const reject = (holdId: string, reason = 'no') => ({ kind: 'ANSWER', holdId, answer: 'REJECT', reason });

describe('an answer by command line', () => {
  it.each([
    ['a user', ALICE, 'alice'],
    ['a person of Identity Center', BOB, 'bob'],
  ])('%s whom an approver names approves, and the record says that AWS proved it', (_, principal, id) =>
    inWorld(async (world) => {
      const { releaseId, holdId } = await waiting(world);
      const answered = await operator(world).ask(principal, approve(holdId, 'read it'));
      expect(answered).toEqual({ status: 200, result: { kind: 'ENDED', answer: 'APPROVED', by: id } });
      expect(await world.record(releaseId, 'hold.APPROVAL.ended')).toMatchObject({
        actor: { id, kind: 'PERSON', authenticated: true },
        rationale: `read it (by command line, ${principal})`,
        payload: { answer: 'APPROVED', by: id },
      });
      expect(world.ports.callbacks.answers.get('token')).toEqual({ next: 'TIME_LOCK', answer: 'APPROVED' });
    }, config)(),
  );

  it(
    'sent again it answers the same and has no second effect; what another person sends is refused',
    inWorld(async (world) => {
      const { releaseId, holdId } = await waiting(world);
      const { ask } = operator(world);
      const first = await ask(ALICE, approve(holdId));
      const keys = await world.keys(releaseId);
      expect(await ask(ALICE, approve(holdId))).toEqual(first);
      expect(await ask(ALICE, reject(holdId))).toMatchObject({ result: { kind: 'REFUSED', why: 'USED' } });
      expect(await ask(BOB, approve(holdId))).toMatchObject({ result: { kind: 'REFUSED', why: 'USED' } });
      expect(await world.keys(releaseId)).toEqual(keys);
    }, config),
  );

  it(
    'a fault between the record and the answer: the same request carries it out',
    inWorld(async (world) => {
      const { holdId, status } = await waiting(world);
      const { ask } = operator(world);
      failOnce(world, 'holds', 'end');
      expect(await ask(ALICE, approve(holdId))).toMatchObject({ status: 503 });
      expect(await status()).toEqual({ kind: 'OPEN' });
      expect(await ask(ALICE, approve(holdId))).toMatchObject({ result: { kind: 'ENDED', answer: 'APPROVED' } });
      expect(await status()).toMatchObject({ kind: 'ENDED', by: 'alice' });
    }, config),
  );

  it.each([
    ['a user whom nobody names', user('mallory')],
    ['the name of an approver without a principal', user('carl')],
    ['the same name in another path', user('alice.b')],
    ['the same name in another account', user('people/alice.b', '999999999999')],
    ['another session of the same role', session('AWSReservedSSO_Lead_0123456789abcdef', 'mallory@example.com')],
    ['the same session of another role', session('Lead', 'bob@example.com')],
    ['a role', OPS],
  ])('%s approves and rejects nothing', (_, principal) =>
    inWorld(async (world) => {
      const { holdId, status } = await waiting(world);
      const { ask } = operator(world);
      for (const request of [approve(holdId), reject(holdId)])
        expect(await ask(principal, request)).toMatchObject({
          status: 200,
          result: { kind: 'REFUSED', why: 'NOT_AN_APPROVER' },
        });
      expect(await status()).toEqual({ kind: 'OPEN' });
    }, config)(),
  );

  it(
    'an author does not approve, and may withdraw',
    inWorld(async (world) => {
      const { holdId, status } = await waiting(world, {
        verdict: { route: 'CANCEL_WINDOW', riskClass: 'LOW', triggers: [] },
      });
      const { ask } = operator(world);
      expect(await ask(user('dev'), approve(holdId))).toMatchObject({ result: { kind: 'REFUSED', why: 'IS_AUTHOR' } });
      expect(await status()).toEqual({ kind: 'OPEN' });
      const withdrawn = { result: { kind: 'ENDED', answer: 'CANCELLED', by: 'dev' } };
      expect(await ask(user('dev'), reject(holdId))).toMatchObject(withdrawn);
      expect(await ask(user('dev'), reject(holdId))).toMatchObject(withdrawn);
    }, config),
  );

  it(
    'who submitted the change under the name that AWS gives them does not approve it, whatever their id in the config',
    inWorld(async (world) => {
      const submittedBy = { id: 'alice.b', kind: 'PERSON', authenticated: true } as const;
      const authors = ['someone@example.com', 'alice.b'];
      const { holdId } = await waiting(world, { event: { submittedBy } });
      const hold = (await world.ports.holds.get(holdId))!;
      world.ports.holds.get = async () => ({ ...hold, authors });
      expect(await operator(world).ask(ALICE, approve(holdId))).toMatchObject({ result: { why: 'IS_AUTHOR' } });
    }, config),
  );

  it(
    'a changed config or policy voids it, as on the page',
    inWorld(async (world) => {
      const { holdId, status } = await waiting(world);
      world.ports.settings.change({ profile: 'guarded' });
      expect(await operator(world).ask(ALICE, approve(holdId))).toMatchObject({ result: { why: 'CHANGED' } });
      expect(await status()).toEqual({ kind: 'OPEN' });
    }, config),
  );

  it(
    'a stopped release, a passed deadline, a hold that is not there: refused with a sentence',
    inWorld(async (world) => {
      const { holdId } = await waiting(world);
      const { ask } = operator(world);
      expect(await ask(ALICE, approve('rel-0.APPROVAL'))).toMatchObject({ result: { why: 'NO_HOLD' } });
      world.clock.advance(86_400_000);
      expect(await ask(ALICE, approve(holdId))).toMatchObject({ result: { why: 'EXPIRED' } });
    }, config),
  );

  it(
    'policy has the last word: what Cedar does not allow is refused',
    inWorld(async (world) => {
      const { holdId, status } = await waiting(world);
      const { now } = world.ports.settings;
      const limits = Object.entries(now.policies).map(([name, text]) => [
        name,
        name.endsWith('limits.cedar')
          ? `${text}\n@id("nobody") @reason("nobody approves today") forbid (principal, action == Action::"approve", resource);`
          : text,
      ]);
      world.ports.settings.now = { ...now, policies: Object.fromEntries(limits) as typeof now.policies };
      expect(await operator(world).ask(ALICE, approve(holdId))).toMatchObject({ result: { why: 'POLICY' } });
      expect(await status()).toEqual({ kind: 'OPEN' });
    }, config),
  );
});
