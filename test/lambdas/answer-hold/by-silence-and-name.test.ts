import { describe, expect, it } from '@jest/globals';
import { answerAs } from '../../../lambdas/answer-hold/answer-as.ts';
import { createHandler } from '../../../lambdas/answer-hold/handler.ts';
import { seedRelease } from '../../support/seed-release.ts';
import { inWorld } from '../../support/steps-world.ts';
import { approvers, config, window, asked, word } from './a-person-asked.ts';

describe('answer-hold by its deadline', () => {
  it(
    'early it changes nothing; silence cancels an approval (001-38)',
    inWorld(async (world) => {
      const { page, holdId, ended } = await asked(world);
      world.clock.advance(86_399_999);
      await expect(page.deadline(holdId)).resolves.toMatchObject({ kind: 'REFUSED', why: 'NOT_DUE' });
      world.clock.advance(1);
      await expect(page.deadline(holdId)).resolves.toMatchObject({ kind: 'ENDED', answer: 'EXPIRED' });
      await expect(page.deadline(holdId)).resolves.toMatchObject({ kind: 'REFUSED', why: 'EXPIRED' });
      expect((await ended())?.actor.id).toBe('interlock');
      expect(word(world)).toEqual({ next: 'CLOSE', answer: 'EXPIRED' });
    }, config),
  );

  it.each([
    ['proceeds', 'ELAPSED', 'TIME_LOCK'],
    ['cancels when the notice was not delivered', 'EXPIRED', 'CLOSE'],
  ])('silence in a cancel window %s (001-55, K10)', (how, answer, next) =>
    inWorld(async (world) => {
      if (how !== 'proceeds') world.ports.mail.broken.add('bob@example.com');
      const { page, holdId } = await asked(world, window);
      world.clock.advance(3_600_000);
      await expect(page.deadline(holdId)).resolves.toMatchObject({ kind: 'ENDED', answer });
      expect(word(world)).toEqual({ next, answer });
    }, config)(),
  );

  it(
    'of a hold that does not exist is null',
    inWorld(async ({ ports }) => {
      await expect(createHandler(ports).deadline('rel-x.APPROVAL')).resolves.toBeNull();
    }),
  );
});

describe('answer-as', () => {
  it(
    'counts for an approver whom nothing proved, and says so in the record',
    inWorld(async (world) => {
      const { as, ended } = await asked(world);
      await expect(as('ALICE', 'APPROVE')).resolves.toEqual({ kind: 'ENDED', answer: 'APPROVED', by: 'alice' });
      expect(await ended()).toMatchObject({
        actor: { kind: 'PERSON', authenticated: false },
        rationale: 'by command line',
        payload: { by: 'alice' },
      });
    }, config),
  );

  it.each([
    ['a stranger', 'mallory', 'NOT_AN_APPROVER'],
    ['an author', 'dev', 'IS_AUTHOR'],
    ['nobody', '', 'NOT_AN_APPROVER'],
    ['a name of any length', `alice\u0000${'x'.repeat(10_000)}`, 'NOT_AN_APPROVER'],
  ])('%s does not approve', (_, personId, why) =>
    inWorld(
      async (world) => {
        const { as, status } = await asked(world, window);
        await expect(as(personId, 'APPROVE')).resolves.toMatchObject({ kind: 'REFUSED', why });
        expect(await status()).toEqual({ kind: 'OPEN' });
      },
      { approvers: [...approvers, { id: 'dev', email: 'dev@example.com' }] },
    )(),
  );

  it(
    'an author may withdraw, which is a cancel and no rejection',
    inWorld(
      async (world) => {
        const { as } = await asked(world, window);
        await expect(as('dev', 'REJECT', 'I was wrong')).resolves.toMatchObject({ kind: 'ENDED', answer: 'CANCELLED' });
      },
      { approvers: [...approvers, { id: 'dev', email: 'dev@example.com' }] },
    ),
  );

  it(
    'with nothing open there is nothing to answer',
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      const input = { releaseId, personId: 'alice', answer: 'APPROVE', reason: '', via: 'x' } as const;
      await expect(answerAs(world.ports, input)).resolves.toMatchObject({ kind: 'REFUSED', why: 'NO_HOLD' });
    }),
  );
});
