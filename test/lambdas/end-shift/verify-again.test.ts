import { describe, expect, it } from '@jest/globals';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { unhealthy } from '../../support/fakes/checks.ts';
import { failOnce } from '../../support/faults.ts';
import { inWorld, type World } from '../../support/steps-world.ts';
import { cancel, serving } from '../../support/a-shift.ts';
import { passedCanary, harmfulCanary, watched, killSwitch } from './an-ended-shift.ts';

describe('end-shift VERIFY again', () => {
  it(
    'waits while traffic is on its way back, for ten minutes at most',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      await cancel(world, shift.releaseId);
      await shift.observe();
      world.ports.deployer.returnsAs = 'RETURNING';
      await shift.stop();
      world.clock.advance(599_000);
      expect((await shift.verify()).next).toBe('WAIT');
      expect(await world.keys(shift.releaseId)).not.toContain('shift.CANARY.ended');
      world.clock.advance(1_000);
      expect(await shift.verify()).toMatchObject({ next: 'CLOSE', result: 'ROLLBACK_FAILED' });
    }),
  );

  it(
    'asks again for traffic that nobody has given back yet: a STOP may have failed',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      await cancel(world, shift.releaseId);
      await shift.observe();
      expect((await shift.verify()).next).toBe('WAIT');
      expect(world.ports.deployer.moves.at(-1)).toBe(`return ${shift.shiftId}`);
      expect(await shift.verify()).toMatchObject({ next: 'CLOSE', result: 'CANCELLED' });
    }),
  );

  it(
    'the first word stands when the step is repeated and the world has changed',
    inWorld(async (world) => {
      const shift = await passedCanary(world);
      failOnce(world, 'blobs', 'put');
      await expect(shift.verify()).rejects.toMatchObject({ name: 'Transient' });
      world.ports.checks.seen.production = [unhealthy];
      expect(await shift.verify()).toMatchObject({ next: 'PROCEED', result: 'PASSED' });
      expect(await killSwitch(world)).toBeNull();
      expect(await shift.evidence()).toMatchObject({ result: 'PASSED' });
    }),
  );

  it.each([
    ['a canary that passed', passedCanary],
    ['a canary that hurt', harmfulCanary],
    ['a watch without harm', watched],
    [
      'a rollback that failed',
      async (world: World) => {
        const shift = await harmfulCanary(world);
        world.ports.checks.seen.production = [unhealthy];
        return shift;
      },
    ],
  ])('of %s changes nothing when it is repeated, wherever it died before', (_, prepare) =>
    crashEverywhere(async (world) => {
      const shift = await prepare(world);
      return { releaseId: shift.releaseId, run: () => shift.call('VERIFY') };
    }),
  );
});
