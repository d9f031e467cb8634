import { describe, expect, it } from '@jest/globals';
import type { ReleaseId } from '../../../core/contracts/ids.ts';
import { stopRelease } from '../../../lambdas/kit/stop-release.ts';
import { commitOf, hold } from '../../contracts/samples.ts';
import { failOnce } from '../../support/faults.ts';
import { seedRelease } from '../../support/seed-release.ts';
import { DIGEST, HEAD, RUNNING, SHOP } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';

const another = (world: World, n: number) =>
  seedRelease(world, { locked: false, event: { head: commitOf(n), change: `branch/${n}` } });
const status = ({ ports }: World, releaseId: ReleaseId, is: 'RUNNING' | 'ENDED' | 'UNKNOWN') =>
  ports.executions.statuses.set(releaseId, is);
const dev = { id: 'dev', kind: 'PERSON', authenticated: true } as const;
const cancel = ({ ports }: World, releaseId: ReleaseId) =>
  stopRelease(ports, releaseId, { kind: 'CANCEL', actor: dev, reason: 'not now' });

async function waitingForPerson(world: World, releaseId: ReleaseId): Promise<void> {
  const subject = { releaseId, head: HEAD, digest: DIGEST, configHash: world.ports.settings.now.hash };
  await world.ports.holds.open(hold(`${releaseId}.APPROVAL`, { subject }), 'token');
}

describe('janitor', () => {
  it(
    'closes what its execution left open, and only that',
    inWorld(async (world) => {
      const [dead, live] = [await seedRelease(world), await another(world, 9)];
      status(world, dead, 'ENDED');
      await expect(world.steps.janitor({})).resolves.toEqual({ closed: [dead] });
      expect(await world.ports.releases.get(dead)).toMatchObject({ status: 'CLOSED', outcome: 'ERRORED' });
      expect(await world.ports.releases.get(live)).toMatchObject({ status: 'OPEN' });
      await expect(world.steps.janitor({})).resolves.toEqual({ closed: [] });
    }),
  );

  it(
    'an execution that nobody knows gets five minutes: it may be a moment behind its release',
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      status(world, releaseId, 'UNKNOWN');
      world.clock.advance(300_000);
      await expect(world.steps.janitor({})).resolves.toEqual({ closed: [] });
      world.clock.advance(1);
      await expect(world.steps.janitor({})).resolves.toEqual({ closed: [releaseId] });
    }),
  );

  it(
    'traffic of a dead execution goes back, its lock is free',
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      const shiftId = `${releaseId}.CANARY`;
      const to = { commit: HEAD, digest: DIGEST };
      const steps = [{ weight: 5, bakeSeconds: 600 }];
      await world.ports.deployer.start({
        shiftId,
        service: SHOP,
        environment: 'production',
        from: RUNNING,
        to,
        steps,
        mayReturn: true,
      });
      world.ports.deployer.set(shiftId, { state: 'COMPLETE', weight: 5 });
      status(world, releaseId, 'ENDED');
      await world.steps.janitor({});
      expect(await world.ports.deployer.status(shiftId)).toMatchObject({ state: 'RETURNED' });
      expect(await world.ports.locks.holder(SHOP, 'production')).toBeNull();
    }),
  );

  it(
    'one release that cannot be closed yet does not keep the others open',
    inWorld(async (world) => {
      const older = await seedRelease(world);
      world.clock.advance(1000);
      const newest = await another(world, 9);
      status(world, older, 'ENDED');
      status(world, newest, 'ENDED');
      failOnce(world, 'gates', 'cancel');
      await expect(world.steps.janitor({})).rejects.toMatchObject({ name: 'Transient' });
      expect(await world.ports.releases.get(older)).toMatchObject({ status: 'CLOSED' });
      expect(await world.ports.releases.get(newest)).toMatchObject({ status: 'OPEN' });
      await expect(world.steps.janitor({})).resolves.toEqual({ closed: [newest] });
    }),
  );

  it.each([
    ['releases', 'requestStop'],
    ['gates', 'cancel'],
    ['holds', 'end'],
  ] as const)('finishes a stop that died before %s.%s', (port, method) =>
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      await waitingForPerson(world, releaseId);
      failOnce(world, port, method as never);
      await expect(cancel(world, releaseId)).rejects.toMatchObject({ name: 'Transient' });
      await expect(world.steps.janitor({})).resolves.toEqual({ closed: [] });
      expect((await world.ports.releases.get(releaseId))?.stop).toMatchObject({ kind: 'CANCEL', by: 'dev' });
      expect((await world.ports.holds.ofRelease(releaseId))[0]?.status).toMatchObject({
        answer: 'CANCELLED',
        by: 'dev',
      });
      expect(world.ports.callbacks.answers.get('token')).toEqual({ next: 'CLOSE', answer: 'CANCELLED' });
      expect(await world.keys(releaseId)).toEqual(['release.stopped', 'hold.APPROVAL.ended']);
    })(),
  );

  it(
    'wakes a hold that was opened in the moment of the stop',
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      await cancel(world, releaseId);
      await waitingForPerson(world, releaseId);
      await world.steps.janitor({});
      expect(world.ports.callbacks.answers.get('token')).toEqual({ next: 'CLOSE', answer: 'CANCELLED' });
    }),
  );

  it(
    'carries out an answer that is on record and nowhere else',
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      await waitingForPerson(world, releaseId);
      const { answerAs } = await import('../../../lambdas/answer-hold/answer-as.ts');
      failOnce(world, 'holds', 'end');
      const input = { releaseId, personId: 'ada', answer: 'APPROVE', reason: 'fine', via: 'x' } as const;
      await expect(answerAs(world.ports, input)).rejects.toMatchObject({ name: 'Transient' });
      await world.steps.janitor({});
      expect((await world.ports.holds.ofRelease(releaseId))[0]?.status).toMatchObject({
        answer: 'APPROVED',
        by: 'ada',
      });
      expect(world.ports.callbacks.answers.get('token')).toEqual({ next: 'TIME_LOCK', answer: 'APPROVED' });
    }),
  );

  it(
    'changes nothing of a release that goes its way',
    inWorld(async (world) => {
      const releaseId = await seedRelease(world);
      await waitingForPerson(world, releaseId);
      await world.steps.janitor({});
      expect((await world.ports.holds.ofRelease(releaseId))[0]?.status.kind).toBe('OPEN');
      expect(await world.keys(releaseId)).toEqual([]);
    }),
  );

  it(
    'refuses what is no input, and names it',
    inWorld(async ({ steps }) => {
      for (const input of [{ at: 'now' }, { force: true }, null])
        await expect(steps.janitor(input)).rejects.toMatchObject({
          name: 'InvalidInput',
          message: expect.stringContaining('input of janitor'),
        });
    }),
  );
});
