import { describe, expect, it } from '@jest/globals';
import { unhealthy } from '../../support/fakes/checks.ts';
import { arm } from '../../support/fakes/metrics.ts';
import { failOnce, keysAt } from '../../support/faults.ts';
import { DIGEST, HEAD } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';
import { aShift, cancel, serving } from '../../support/a-shift.ts';
import { passedCanary, harmfulCanary, watched, killSwitch, quarantine } from './an-ended-shift.ts';

describe('end-shift VERIFY', () => {
  it(
    'a withdrawn canary that passed leads on, with the old version checked',
    inWorld(async (world) => {
      const shift = await passedCanary(world);
      world.ports.checks.ran.length = 0;
      expect(await shift.verify()).toEqual({ action: 'VERIFY', next: 'PROCEED', result: 'PASSED' });
      expect(world.ports.checks.ran).toEqual(['production']);
      expect(await world.record(shift.releaseId, 'shift.CANARY.ended')).toMatchObject({
        payload: { result: 'PASSED', next: 'PROCEED', quarantine: false },
      });
      expect((await shift.evidence())?.endedAt).toBe(world.clock.now());
      expect([await killSwitch(world), await quarantine(world)]).toEqual([null, null]);
    }),
  );

  it(
    'harm: the bytes go into quarantine, after that is on record; the time to restore is too',
    inWorld(async (world) => {
      const shift = await harmfulCanary(world);
      const seen = keysAt(world, 'controls', 'addQuarantine', shift.releaseId);
      world.clock.advance(20_000);
      expect(await shift.verify()).toMatchObject({ next: 'CLOSE', result: 'FAILED' });
      expect(seen).toEqual([expect.arrayContaining(['shift.CANARY.ended'])]);
      expect(await quarantine(world)).toContain('CANARY of ');
      expect(await killSwitch(world)).toBeNull();
      expect((await world.record(shift.releaseId, 'shift.CANARY.ended'))?.payload).toMatchObject({
        timeToRestoreSeconds: 20,
      });
    }),
  );

  it.each<[string, (world: World) => unknown]>([
    ['the old version fails its check', ({ ports }) => (ports.checks.seen.production = [unhealthy])],
    ['nobody can say how the old version is', ({ ports }) => (ports.checks.seen.production = [])],
  ])('a rollback after which %s has failed: kill switch and quarantine (001-41, 001-42)', (_, happen) =>
    inWorld(async (world) => {
      const shift = await harmfulCanary(world);
      happen(world);
      const seen = keysAt(world, 'controls', 'setKillSwitch', shift.releaseId);
      expect(await shift.verify()).toMatchObject({ next: 'CLOSE', result: 'ROLLBACK_FAILED' });
      expect(seen).toEqual([expect.arrayContaining(['shift.CANARY.ended'])]);
      expect(await killSwitch(world)).toContain('rollback failed in CANARY');
      expect(await quarantine(world)).not.toBeNull();
    })(),
  );

  it(
    'a return that the deployer could not do has failed, also when the shift was to stay',
    inWorld(async (world) => {
      const shift = await watched(world);
      shift.serves(100, 'RETURN_FAILED');
      expect(await shift.verify()).toMatchObject({ next: 'CLOSE', result: 'ROLLBACK_FAILED' });
      expect(await killSwitch(world)).not.toBeNull();
    }),
  );

  it(
    'a watch without harm settles the new version, after that is on record',
    inWorld(async (world) => {
      const shift = await watched(world);
      const seen = keysAt(world, 'deployer', 'settle', shift.releaseId);
      expect(await shift.verify()).toMatchObject({ next: 'PROCEED', result: 'PASSED' });
      expect(seen).toEqual([expect.arrayContaining(['shift.WATCH.ended'])]);
      expect(world.ports.deployer.serving.get('production')).toEqual({ commit: HEAD, digest: DIGEST });
    }),
  );

  it(
    'a rollout that was to stay and was given back by itself has failed, and is no harm of these bytes',
    inWorld(async (world) => {
      const shift = await watched(world);
      shift.serves(0, 'RETURNED');
      expect(await shift.verify()).toMatchObject({ next: 'CLOSE', result: 'FAILED' });
      expect([await killSwitch(world), await quarantine(world)]).toEqual([null, null]);
    }),
  );

  it(
    'an inconclusive canary goes to a person or ends, as the config says',
    inWorld(
      async (world) => {
        world.ports.metrics.tenSeconds = { canary: arm(1), baseline: arm(20) };
        const shift = await serving(world, 'CANARY');
        await shift.observe(600);
        await shift.stop();
        const { rollout } = world.ports.settings.now.config;
        world.ports.settings.change({ rollout: { ...rollout, afterInconclusive: 'stop' } });
        expect(await shift.verify()).toMatchObject({ next: 'CLOSE', result: 'INCONCLUSIVE' });
      },
      { timing: { canaryExtensions: 0 } },
    ),
  );

  it(
    'a cancelled canary ends as cancelled, without quarantine',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      await cancel(world, shift.releaseId);
      await shift.observe();
      await shift.stop();
      expect(await shift.verify()).toMatchObject({ next: 'CLOSE', result: 'CANCELLED' });
      expect(await quarantine(world)).toBeNull();
    }),
  );

  it(
    'a start that broke before anything was shifted is no rollback of the change',
    inWorld(async (world) => {
      const shift = await aShift(world, 'CANARY');
      failOnce(world, 'deployer', 'running');
      await expect(shift.start()).rejects.toMatchObject({ name: 'Transient' });
      expect(await shift.stop()).toBe('VERIFY');
      expect(await shift.verify()).toMatchObject({ next: 'CLOSE', result: 'NOT_STARTED' });
      expect(await quarantine(world)).toBeNull();
    }),
  );
});
