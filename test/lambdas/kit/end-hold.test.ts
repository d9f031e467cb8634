import { describe, expect, it } from '@jest/globals';
import type { HoldAnswer } from '../../../core/contracts/hold.ts';
import { endHold } from '../../../lambdas/kit/end-hold.ts';
import { hold, releaseIdOf } from '../../contracts/samples.ts';
import { failOnce, keysAt } from '../../support/faults.ts';
import { seedRelease, type Seed } from '../../support/seed-release.ts';
import { DIGEST, HEAD } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';

const actor = { id: 'alice', kind: 'PERSON', authenticated: true } as const;
const ending = (answer: HoldAnswer, by = 'alice') => ({ answer, by, reason: `${answer} by ${by}` });

async function opened(world: World, kind: 'APPROVAL' | 'CANCEL_WINDOW' | 'TIME_LOCK' = 'APPROVAL', seed: Seed = {}) {
  const releaseId = await seedRelease(world, seed);
  const gate = kind === 'TIME_LOCK' ? 'TIME_LOCK' : 'APPROVAL';
  const subject = { releaseId, head: HEAD, digest: DIGEST, configHash: world.ports.settings.now.hash };
  const one = hold(`${releaseId}.${gate}`, { kind, subject });
  await world.ports.holds.open(one, 'token');
  return { releaseId, one, gate };
}

describe('end-hold', () => {
  it.each([
    ['APPROVAL', 'APPROVED', 'TIME_LOCK'],
    ['CANCEL_WINDOW', 'ELAPSED', 'TIME_LOCK'],
    ['TIME_LOCK', 'ELAPSED', 'PERMIT'],
    ['TIME_LOCK', 'APPROVED', 'CLOSE'],
    ['APPROVAL', 'EXPIRED', 'CLOSE'],
  ] as const)('of %s with %s answers %s, after it is on record for exactly these bytes', (kind, answer, next) =>
    inWorld(async (world) => {
      const { releaseId, one, gate } = await opened(world, kind);
      const seen = keysAt(world, 'holds', 'end', releaseId);
      await expect(endHold(world.ports, one, ending(answer), actor)).resolves.toEqual(ending(answer));
      expect(seen).toEqual([[`hold.${gate}.ended`]]);
      expect((await world.record(releaseId, `hold.${gate}.ended`))?.payload).toEqual({
        gate,
        kind,
        answer,
        by: 'alice',
        head: HEAD,
        digest: DIGEST,
        configHash: world.ports.settings.now.hash,
      });
      expect(world.ports.callbacks.answers.get('token')).toEqual({ next, answer });
    })(),
  );

  it(
    'of a plan that shifts nothing leads to the end',
    inWorld(async (world) => {
      const { one } = await opened(world, 'APPROVAL', {
        verdict: { next: 'RECORD_ONLY', plan: { kind: 'RECORD_ONLY', skipped: [], why: 'docs' } },
      });
      await endHold(world.ports, one, ending('APPROVED'), actor);
      expect(world.ports.callbacks.answers.get('token')).toEqual({ next: 'CLOSE', answer: 'APPROVED' });
    }),
  );

  it(
    'of two endings at once the one on record counts, for both',
    inWorld(async (world) => {
      const { releaseId, one } = await opened(world);
      const both = await Promise.all([
        endHold(world.ports, one, ending('APPROVED'), actor),
        endHold(world.ports, one, ending('REJECTED', 'bob'), { ...actor, id: 'bob' }),
      ]);
      const { answer } = (await world.record(releaseId, 'hold.APPROVAL.ended'))!.payload as { answer: HoldAnswer };
      expect(both.map((e) => e.answer)).toEqual([answer, answer]);
      expect((await world.ports.holds.get(one.holdId))?.status).toMatchObject({ answer });
      expect(world.ports.callbacks.answers.get('token')).toMatchObject({ answer });
      expect(await world.keys(releaseId)).toEqual(['hold.APPROVAL.ended']);
    }),
  );

  it(
    'carried out again after the process died behind the record, by whoever comes next',
    inWorld(async (world) => {
      const { one } = await opened(world);
      failOnce(world, 'holds', 'end');
      await expect(endHold(world.ports, one, ending('APPROVED'), actor)).rejects.toMatchObject({ name: 'Transient' });
      await expect(endHold(world.ports, one, ending('REJECTED', 'bob'), actor)).resolves.toEqual(ending('APPROVED'));
      expect(world.ports.callbacks.answers.get('token')).toEqual({ next: 'TIME_LOCK', answer: 'APPROVED' });
    }),
  );

  it(
    'a reason for which a hold has no room is cut between two characters',
    inWorld(async (world) => {
      const { one } = await opened(world);
      const reason = `${'x'.repeat(999)}${'\u{1f600}'.repeat(400)}`;
      await endHold(world.ports, one, { answer: 'REJECTED', by: 'alice', reason }, actor);
      const { status } = (await world.ports.holds.get(one.holdId))!;
      expect(status).toMatchObject({ kind: 'ENDED', answer: 'REJECTED', reason: `${'x'.repeat(999)}\ufffd` });
    }),
  );

  it(
    'of a release that nobody knows is Terminal',
    inWorld(async (world) => {
      const { one } = await opened(world);
      const lost = { ...one, subject: { ...one.subject, releaseId: releaseIdOf(404) } };
      await expect(endHold(world.ports, lost, ending('APPROVED'), actor)).rejects.toMatchObject({ name: 'Terminal' });
    }),
  );
});
