import { describe, expect, it } from '@jest/globals';
import type { ReleaseId } from '../../../core/contracts/ids.ts';
import { MAX_LOCK_WAIT_MS } from '../../../core/lock/admission.ts';
import { commitOf, releaseIdOf } from '../../contracts/samples.ts';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { failOnce } from '../../support/faults.ts';
import { seedRelease } from '../../support/seed-release.ts';
import { DIGEST, RUNNING, SHOP } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';

const waiting = (world: World, n = 7) =>
  seedRelease(world, { locked: false, event: { head: commitOf(n), change: `branch/${n}` } });
const take = (world: World, releaseId: ReleaseId) => world.steps.TakeLock({ releaseId });
const holder = async ({ ports }: World) => (await ports.locks.holder(SHOP, 'production'))?.releaseId;

/** A release that holds the lock, with its canary at 5 %. */
async function holding(world: World): Promise<ReleaseId> {
  const releaseId = await seedRelease(world, { event: { head: commitOf(8), change: 'branch/8' } });
  const { deployer } = world.ports;
  const to = { commit: commitOf(8), digest: DIGEST };
  const steps = [{ weight: 5, bakeSeconds: 600 }];
  const shiftId = `${releaseId}.CANARY`;
  await deployer.start({
    shiftId,
    service: SHOP,
    environment: 'production',
    from: RUNNING,
    to,
    steps,
    mayReturn: true,
  });
  deployer.set(shiftId, { state: 'COMPLETE', weight: 5 });
  return releaseId;
}

describe('take-lock (001-63, K16)', () => {
  it(
    'takes a free lock and records its fence',
    inWorld(async (world) => {
      const releaseId = await waiting(world);
      await expect(take(world, releaseId)).resolves.toEqual({ next: 'ACQUIRED' });
      expect(await world.ports.locks.holder(SHOP, 'production')).toMatchObject({ releaseId, fence: 1 });
      expect((await world.record(releaseId, 'lock.taken'))?.payload).toEqual({ fence: 1 });
    }),
  );

  it(
    'waits for a holder that lives, in the order of asking, and records nothing meanwhile',
    inWorld(async (world) => {
      const first = await holding(world);
      const [second, third] = [await waiting(world, 9), await waiting(world, 10)];
      for (const id of [second, third, second]) await expect(take(world, id)).resolves.toEqual({ next: 'WAIT' });
      expect(await world.keys(second)).toEqual([]);
      await world.ports.locks.release(SHOP, 'production', first);
      await expect(take(world, third)).resolves.toEqual({ next: 'WAIT' });
      await expect(take(world, second)).resolves.toEqual({ next: 'ACQUIRED' });
    }),
  );

  it.each<[string, (world: World) => Promise<unknown>, string]>([
    ['the kill switch is on', ({ ports }) => ports.controls.setKillSwitch(SHOP, true, 'ops', 'fire'), 'fire'],
    ['the artifact is in quarantine', ({ ports }) => ports.controls.addQuarantine(SHOP, DIGEST, 'hurt'), 'hurt'],
    ['newer code runs', async ({ ports }) => ports.vcs.foreign.add(RUNNING.commit), 'does not contain'],
  ])('is refused when %s, also while it waits', (_, happen, said) =>
    inWorld(async (world) => {
      await holding(world);
      const releaseId = await waiting(world);
      await expect(take(world, releaseId)).resolves.toEqual({ next: 'WAIT' });
      await happen(world);
      await expect(take(world, releaseId)).resolves.toEqual({ next: 'CLOSE' });
      const refused = await world.record(releaseId, 'lock.refused');
      expect([refused?.event, refused?.rationale]).toEqual(['lock.refused', expect.stringContaining(said)]);
    })(),
  );

  it(
    'gives up after twelve hours',
    inWorld(async (world) => {
      await holding(world);
      const releaseId = await waiting(world);
      world.clock.advance(MAX_LOCK_WAIT_MS);
      await expect(take(world, releaseId)).resolves.toEqual({ next: 'WAIT' });
      world.clock.advance(1);
      await expect(take(world, releaseId)).resolves.toEqual({ next: 'CLOSE' });
      expect((await world.record(releaseId, 'lock.refused'))?.event).toBe('lock.expired');
    }),
  );

  it(
    'a stopped release takes nothing; the stop is already on record',
    inWorld(async (world) => {
      const releaseId = await waiting(world);
      const stop = { kind: 'CANCEL', by: 'dev', reason: 'not now', at: '2026-01-05T10:00:00.000Z' } as const;
      await world.ports.releases.requestStop(releaseId, stop);
      await expect(take(world, releaseId)).resolves.toEqual({ next: 'CLOSE' });
      expect(await world.keys(releaseId)).toEqual([]);
      expect(await holder(world)).toBeUndefined();
    }),
  );

  it('changes nothing when it is repeated, wherever it died before', () =>
    crashEverywhere(async (world) => {
      const releaseId = await waiting(world);
      return { releaseId, run: () => take(world, releaseId) };
    }));

  it(
    'an unknown release is Terminal, a malformed id is named',
    inWorld(async (world) => {
      await expect(take(world, releaseIdOf(404))).rejects.toMatchObject({ name: 'Terminal' });
      await expect(take(world, 'rel-x' as ReleaseId)).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining('input of take-lock: releaseId'),
      });
    }),
  );
});

describe('take-lock takes over from a dead holder', () => {
  it.each(['ENDED', 'UNKNOWN'] as const)('whose execution is %s, after its traffic went back', (status) =>
    inWorld(async (world) => {
      const dead = await holding(world);
      const releaseId = await waiting(world);
      world.ports.executions.statuses.set(dead, status);
      await expect(take(world, releaseId)).resolves.toEqual({ next: 'ACQUIRED' });
      expect(world.ports.deployer.moves.at(-1)).toBe(`return ${dead}.CANARY`);
      expect(await world.ports.locks.holder(SHOP, 'production')).toMatchObject({ releaseId, fence: 2 });
    })(),
  );

  it(
    'not while its traffic is still on the way back',
    inWorld(async (world) => {
      const dead = await holding(world);
      const releaseId = await waiting(world);
      world.ports.executions.statuses.set(dead, 'ENDED');
      world.ports.deployer.returnsAs = 'RETURNING';
      await expect(take(world, releaseId)).rejects.toMatchObject({ name: 'Transient' });
      expect(await holder(world)).toBe(dead);
      world.ports.deployer.set(`${dead}.CANARY`, { state: 'RETURNED' });
      await expect(take(world, releaseId)).resolves.toEqual({ next: 'ACQUIRED' });
    }),
  );

  it(
    'never while its traffic cannot be given back: nobody knows what serves (001-42)',
    inWorld(async (world) => {
      const dead = await holding(world);
      const releaseId = await waiting(world);
      world.ports.executions.statuses.set(dead, 'ENDED');
      world.ports.deployer.returnsAs = 'RETURN_FAILED';
      await expect(take(world, releaseId)).resolves.toEqual({ next: 'WAIT' });
      await expect(take(world, releaseId)).resolves.toEqual({ next: 'WAIT' });
      expect(await holder(world)).toBe(dead);
    }),
  );

  it('once, wherever it died before', () =>
    crashEverywhere(async (world) => {
      const dead = await holding(world);
      const releaseId = await waiting(world);
      world.ports.executions.statuses.set(dead, 'ENDED');
      return { releaseId, run: () => take(world, releaseId) };
    }));

  it(
    'not when nobody can say whether it lives',
    inWorld(async (world) => {
      const dead = await holding(world);
      const releaseId = await waiting(world);
      failOnce(world, 'executions', 'status');
      await expect(take(world, releaseId)).rejects.toMatchObject({ name: 'Transient' });
      expect(await holder(world)).toBe(dead);
    }),
  );
});
