import { describe, expect, it } from '@jest/globals';
import type { ReleaseId } from '../../../core/contracts/ids.ts';
import { stopRelease } from '../../../lambdas/kit/stop-release.ts';
import { hold, releaseIdOf } from '../../contracts/samples.ts';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { failOnce, keysAt } from '../../support/faults.ts';
import { seedRelease } from '../../support/seed-release.ts';
import { DIGEST, HEAD } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';

const dev = { id: 'dev', kind: 'PERSON', authenticated: true } as const;
const interlock = { id: 'interlock', kind: 'SYSTEM', authenticated: true } as const;

async function waiting(world: World): Promise<ReleaseId> {
  const releaseId = await seedRelease(world);
  const subject = { releaseId, head: HEAD, digest: DIGEST, configHash: world.ports.settings.now.hash };
  await world.ports.holds.open(hold(`${releaseId}.APPROVAL`, { subject }), 'token');
  return releaseId;
}
const cancel = (world: World, releaseId: ReleaseId, reason = 'not now') =>
  stopRelease(world.ports, releaseId, { kind: 'CANCEL', actor: dev, reason });
const supersede = (world: World, releaseId: ReleaseId) =>
  stopRelease(world.ports, releaseId, { kind: 'SUPERSEDE', actor: interlock, reason: 'a newer head' });

describe('stop-release (001-1, K28)', () => {
  it(
    'is recorded, then stored, then wakes what waits',
    inWorld(async (world) => {
      const releaseId = await waiting(world);
      const seen = [
        keysAt(world, 'releases', 'requestStop', releaseId),
        keysAt(world, 'gates', 'cancel', releaseId),
        keysAt(world, 'holds', 'end', releaseId),
      ];
      const stopped = await cancel(world, releaseId);
      expect(stopped?.stop).toMatchObject({ kind: 'CANCEL', by: 'dev', reason: 'not now' });
      expect(seen).toEqual([
        [['release.stopped']],
        [['release.stopped']],
        [['release.stopped', 'hold.APPROVAL.ended']],
      ]);
      expect(await world.record(releaseId, 'release.stopped')).toMatchObject({
        rationale: 'not now',
        actor: dev,
        payload: { kind: 'CANCEL', by: 'dev', during: 'open-release' },
      });
      expect(world.ports.callbacks.answers.get('token')).toEqual({ next: 'CLOSE', answer: 'CANCELLED' });
    }),
  );

  it('changes nothing when it is repeated, wherever it died before', () =>
    crashEverywhere(async (world) => {
      const releaseId = await waiting(world);
      return { releaseId, run: () => cancel(world, releaseId) };
    }));

  it.each(['requestStop', 'none'])('the first request counts, also when it died before %s', (died) =>
    inWorld(async (world) => {
      const releaseId = await waiting(world);
      if (died === 'requestStop') failOnce(world, 'releases', 'requestStop');
      await cancel(world, releaseId).catch(() => undefined);
      const stopped = await supersede(world, releaseId);
      expect(stopped?.stop).toMatchObject({ kind: 'CANCEL', by: 'dev', reason: 'not now' });
      const [kept] = await world.ports.holds.ofRelease(releaseId);
      expect(kept?.status).toMatchObject({ answer: 'CANCELLED', by: 'dev' });
      expect((await world.record(releaseId, 'hold.APPROVAL.ended'))?.actor).toEqual(dev);
    })(),
  );

  it.each([
    ['endless', 'x'.repeat(3000)],
    ['full of control characters', '\u0000\u001b[2Jstop\r\n'.repeat(150)],
    ['empty', ''],
    ['half a character', `${'x'.repeat(999)}\u{1f600}`],
  ])('a reason that is %s stops it all the same', (_, reason) =>
    inWorld(async (world) => {
      const releaseId = await waiting(world);
      const stopped = await cancel(world, releaseId, reason);
      expect(stopped?.stop?.kind).toBe('CANCEL');
      expect(world.ports.callbacks.answers.get('token')).toMatchObject({ answer: 'CANCELLED' });
      await world.steps.janitor({});
    })(),
  );

  it(
    'an unknown release is null, a closed one stays as it is',
    inWorld(async (world) => {
      await expect(cancel(world, releaseIdOf(404))).resolves.toBeNull();
      const releaseId = await seedRelease(world);
      await world.ports.releases.close(releaseId, 'DEPLOYED', world.clock.now());
      await expect(cancel(world, releaseId)).resolves.toMatchObject({ status: 'CLOSED', stop: null });
      expect(await world.keys(releaseId)).toEqual([]);
    }),
  );

  it(
    'an actor that cannot be recorded stops nothing',
    inWorld(async (world) => {
      const releaseId = await waiting(world);
      const actor = { ...dev, id: 'a\u0007b' };
      const stopping = stopRelease(world.ports, releaseId, { kind: 'CANCEL', actor, reason: 'x' });
      await expect(stopping).rejects.toMatchObject({ name: 'InvalidInput' });
      expect((await world.ports.releases.get(releaseId))?.stop).toBeNull();
    }),
  );
});
