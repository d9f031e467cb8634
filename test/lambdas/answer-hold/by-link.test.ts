import { describe, expect, it } from '@jest/globals';
import { failOnce, keysAt } from '../../support/faults.ts';
import { inWorld } from '../../support/steps-world.ts';
import { config, form, asked, word } from './a-person-asked.ts';

describe('answer-hold by a link', () => {
  it(
    'loading shows the evidence and changes nothing',
    inWorld(async (world) => {
      const { page, alice, releaseId, status } = await asked(world);
      const before = await world.keys(releaseId);
      const view = await page.load(alice);
      expect(view).toMatchObject({ state: { kind: 'OPEN' }, viewer: { id: 'alice', isAuthor: false } });
      expect(await page.load(alice)).toEqual(view);
      expect(await status()).toEqual({ kind: 'OPEN' });
      expect(await world.keys(releaseId)).toEqual(before);
    }, config),
  );

  it(
    'an approval is recorded, with who it was, before the token is answered',
    inWorld(async (world) => {
      const { page, alice, ended, releaseId, holdId, status } = await asked(world);
      const seen = keysAt(world, 'holds', 'end', releaseId);
      await expect(page.answer(alice, form('approve', 'looks good'))).resolves.toEqual({ kind: 'DONE' });
      expect(seen).toEqual([['hold.APPROVAL.opened', 'hold.APPROVAL.ended']]);
      expect(await ended()).toMatchObject({
        rationale: 'looks good',
        actor: { id: 'alice', kind: 'PERSON', authenticated: true },
        payload: { answer: 'APPROVED', by: 'alice', kind: 'APPROVAL' },
      });
      expect(await status()).toMatchObject({ kind: 'ENDED', answer: 'APPROVED', by: 'alice' });
      expect(word(world)).toEqual({ next: 'TIME_LOCK', answer: 'APPROVED' });
      expect(holdId).toContain(releaseId);
    }, config),
  );

  it(
    'one answer counts: the second, of the same or another person, is refused',
    inWorld(async (world) => {
      const { page, alice, bob, ended } = await asked(world);
      await page.answer(alice, form('reject', 'too risky'));
      for (const link of [alice, bob])
        await expect(page.answer(link, form('approve'))).resolves.toMatchObject({ kind: 'REFUSED' });
      expect((await ended())?.payload).toMatchObject({ answer: 'REJECTED', by: 'alice' });
      expect(word(world)).toEqual({ next: 'CLOSE', answer: 'REJECTED' });
    }, config),
  );

  it(
    'a link that is not ours, or of another person, opens nothing',
    inWorld(async (world) => {
      const { page, alice, bob, status } = await asked(world);
      const [id, signature] = alice.split('.') as [string, string];
      const [bobsId] = bob.split('.') as [string, string];
      const forged = [
        '',
        '..',
        id,
        `${id}.${'A'.repeat(signature.length)}`,
        `${id}.${signature}A`,
        `${bobsId}.${signature}`,
        `${'a'.repeat(32)}.${signature}`,
        `${alice}\u0000`,
        `../${alice}`,
      ];
      for (const text of forged) {
        await expect(page.load(text)).resolves.toBeNull();
        await expect(page.answer(text, form('approve'))).resolves.toEqual({ kind: 'UNKNOWN' });
      }
      expect(await status()).toEqual({ kind: 'OPEN' });
    }, config),
  );

  it(
    'a changed config or policy voids the approval, and says so',
    inWorld(async (world) => {
      const { page, alice, status } = await asked(world);
      world.ports.settings.change({ profile: 'guarded' });
      await expect(page.answer(alice, form('approve'))).resolves.toMatchObject({
        kind: 'REFUSED',
        message: expect.stringContaining('config or policies changed'),
      });
      expect(await status()).toEqual({ kind: 'OPEN' });
    }, config),
  );

  it(
    'policy has to agree: without a policy that permits it nobody approves',
    inWorld(async (world) => {
      const { page, alice, status } = await asked(world);
      const { policies } = world.ports.settings.now;
      const schema = Object.fromEntries(Object.entries(policies).filter(([name]) => name.endsWith('.cedarschema')));
      const nothing = '@id("nothing")\n@reason("Nothing is permitted.")\nforbid (principal, action, resource);';
      world.ports.settings.now = { ...world.ports.settings.now, policies: { ...schema, 'none.cedar': nothing } };
      await expect(page.answer(alice, form('approve'))).resolves.toEqual({
        kind: 'REFUSED',
        message: 'policy does not allow alice to approve this',
      });
      expect(await status()).toEqual({ kind: 'OPEN' });
      await expect(page.answer(alice, form('reject', 'no'))).resolves.toEqual({ kind: 'DONE' });
    }, config),
  );

  it(
    'too late is too late',
    inWorld(async (world) => {
      const { page, alice } = await asked(world);
      world.clock.advance(86_400_000);
      await expect(page.answer(alice, form('approve'))).resolves.toMatchObject({ kind: 'REFUSED' });
      expect(word(world)).toBeUndefined();
    }, config),
  );

  it(
    'a reason of any kind is bounded text',
    inWorld(async (world) => {
      const { page, alice, ended, status } = await asked(world);
      const reason = `\u0000\u001b[31m<b>${'\ud83d'.repeat(3)}${'x'.repeat(5000)}`;
      await expect(page.answer(alice, form('reject', reason))).resolves.toEqual({ kind: 'DONE' });
      const rationale = (await ended())?.rationale ?? '';
      expect(rationale.length).toBeLessThanOrEqual(1000);
      expect(rationale).not.toMatch(/[\u0000\u001b]/);
      expect(await status()).toMatchObject({ kind: 'ENDED', reason: rationale });
    }, config),
  );

  it.each(['holds', 'auditLog'] as const)('an answer that broke off at %s is given again', (port) =>
    inWorld(async (world) => {
      const { page, alice, bob, releaseId } = await asked(world);
      failOnce(world, port, (port === 'holds' ? 'end' : 'append') as never);
      await expect(page.answer(alice, form('approve'))).rejects.toMatchObject({ name: 'Transient' });
      // Whoever wrote to the record first has answered, even if somebody else carries it out.
      await expect(page.answer(bob, form('reject', 'no'))).resolves.toEqual({ kind: 'DONE' });
      const answer = port === 'holds' ? 'APPROVED' : 'REJECTED';
      expect(word(world)).toMatchObject({ answer });
      expect((await world.ports.holds.ofRelease(releaseId))[0]?.status).toMatchObject({ answer });
    }, config)(),
  );
});
