import { describe, expect, it } from '@jest/globals';
import type { ReleaseId } from '../../../core/contracts/ids.ts';
import { hold } from '../../contracts/samples.ts';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { failOnce } from '../../support/faults.ts';
import { seedRelease } from '../../support/seed-release.ts';
import { DIGEST, HEAD, SHOP } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';
import { close, record, shifted, deployed } from './a-closing.ts';

describe('close-release again', () => {
  it(
    'running gates end with the release',
    inWorld(async (world) => {
      const { ports } = world;
      const finish = ports.gates.finish;
      ports.gates.finish = async () => {};
      const releaseId = await seedRelease(world);
      ports.gates.finish = finish;
      await world.steps.RunGates({ releaseId, taskToken: 'gates' });
      await close(world, releaseId, 'Terminal');
      expect(ports.callbacks.answers.get('gates')).toEqual({ status: 'CANCELLED' });
    }),
  );

  it(
    'a release that is closed stays as it is, whatever is said of it later',
    inWorld(async (world) => {
      const releaseId = await deployed(world);
      await close(world, releaseId);
      await expect(close(world, releaseId, 'Terminal')).resolves.toEqual({ outcome: 'DEPLOYED' });
      expect(world.ports.mail.sent).toHaveLength(1);
    }),
  );

  it(
    'the outcome on record stands when the first call broke off behind it and a fault brought the second',
    inWorld(async (world) => {
      const releaseId = await seedRelease(world, {
        verdict: { plan: { kind: 'RECORD_ONLY', skipped: [], why: 'docs' } },
      });
      await record(world, releaseId, 'decision.made', { next: 'RECORD_ONLY' });
      await record(world, releaseId, 'hold.ended', { gate: 'APPROVAL', answer: 'APPROVED' });
      failOnce(world, 'vcs', 'markDeployed');
      await expect(close(world, releaseId, 'none')).rejects.toMatchObject({ name: 'Transient' });
      await expect(close(world, releaseId, 'the execution ended')).resolves.toEqual({ outcome: 'DEPLOYED' });
      expect((await world.ports.releases.get(releaseId))?.outcome).toBe('DEPLOYED');
      expect((await world.record(releaseId, 'release.closed'))?.payload).toMatchObject({ outcome: 'DEPLOYED' });
      expect([...world.ports.vcs.deployed]).toEqual([[SHOP, HEAD]]);
    }),
  );

  it.each<[string, (world: World) => Promise<ReleaseId>]>([
    ['a deployed release', (world) => deployed(world)],
    [
      'a canary that was left behind',
      async (world) => {
        const releaseId = await seedRelease(world);
        await shifted(world, releaseId, 'CANARY', 5);
        return releaseId;
      },
    ],
    [
      'an open hold',
      async (world) => {
        const releaseId = await seedRelease(world);
        const subject = { releaseId, head: HEAD, digest: DIGEST, configHash: world.ports.settings.now.hash };
        await world.ports.holds.open(hold(`${releaseId}.APPROVAL`, { subject }), 'token');
        return releaseId;
      },
    ],
    [
      'a rollback that failed',
      async (world) => {
        const releaseId = await seedRelease(world);
        await shifted(world, releaseId, 'CANARY', 5);
        world.ports.deployer.returnsAs = 'RETURN_FAILED';
        return releaseId;
      },
    ],
  ])('of %s changes nothing when it is repeated, wherever it died before', (_, prepare) =>
    crashEverywhere(async (world) => {
      const releaseId = await prepare(world);
      return { releaseId, run: () => close(world, releaseId, 'Terminal') };
    }),
  );
});
