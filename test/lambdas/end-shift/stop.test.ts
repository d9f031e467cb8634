import { describe, expect, it } from '@jest/globals';
import { crashEverywhere } from '../../support/crash-everywhere.ts';
import { failOnce, keysAt } from '../../support/faults.ts';
import { SHOP } from '../../support/some-change.ts';
import { inWorld } from '../../support/steps-world.ts';
import { aShift, cancel, serving } from '../../support/a-shift.ts';

describe('end-shift STOP', () => {
  it(
    'gives the traffic back for the reason that decided',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      await cancel(world, shift.releaseId);
      await shift.observe();
      expect(await shift.stop()).toBe('VERIFY');
      expect(await world.ports.deployer.status(shift.shiftId)).toMatchObject({
        state: 'RETURNED',
        detail: 'CANCEL by dev: not now',
      });
    }),
  );

  it(
    'a shift that nobody decided on came by a fault: recorded as such before the traffic goes back',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      const seen = keysAt(world, 'deployer', 'giveBack', shift.releaseId);
      expect(await shift.stop()).toBe('VERIFY');
      expect(seen).toEqual([['shift.CANARY.started', 'shift.CANARY.decided']]);
      expect((await world.record(shift.releaseId, 'shift.CANARY.decided'))?.payload).toMatchObject({
        decision: 'ROLL_BACK',
        result: 'FAILED',
        fault: true,
      });
    }),
  );

  it(
    'waits while traffic is on its way back',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      world.ports.deployer.returnsAs = 'RETURNING';
      expect(await shift.stop()).toBe('WAIT');
      world.clock.advance(10_000);
      expect(await shift.stop()).toBe('WAIT');
      shift.serves(0, 'RETURNED');
      expect(await shift.stop()).toBe('VERIFY');
      expect(world.ports.deployer.moves).toEqual([`start ${shift.shiftId}`, `return ${shift.shiftId}`]);
    }),
  );

  it(
    'the time to restore counts from the first call after a fault, however long the return takes',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      world.ports.deployer.returnsAs = 'RETURNING';
      for (let i = 0; i < 3; i += 1) {
        expect(await shift.stop()).toBe('WAIT');
        world.clock.advance(10_000);
      }
      shift.serves(0, 'RETURNED');
      expect(await shift.stop()).toBe('VERIFY');
      await shift.verify();
      expect((await world.record(shift.releaseId, 'shift.CANARY.ended'))?.payload).toMatchObject({
        timeToRestoreSeconds: 30,
      });
    }),
  );

  it(
    'tries a return that failed again for ten minutes, then lets the failure be told (001-42)',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      await cancel(world, shift.releaseId);
      await shift.observe();
      world.ports.deployer.returnsAs = 'RETURNING';
      for (let i = 0; i < 59; i += 1) {
        expect(await shift.stop()).toBe('WAIT');
        shift.serves(5, 'RETURN_FAILED');
        world.clock.advance(10_000);
      }
      world.clock.advance(10_000);
      expect(await shift.stop()).toBe('VERIFY');
      expect(await shift.verify()).toMatchObject({ next: 'CLOSE', result: 'ROLLBACK_FAILED' });
      expect(await world.ports.controls.killSwitch(SHOP)).toContain('rollback failed');
    }),
  );

  it(
    'has nothing to give back when nothing was started',
    inWorld(async (world) => {
      const shift = await aShift(world, 'CANARY');
      expect(await shift.stop()).toBe('VERIFY');
      expect(world.ports.deployer.moves).toEqual([]);
    }),
  );

  it.each(['decided', 'undecided'])(
    'of a shift %s changes nothing when it is repeated, wherever it died before',
    (how) =>
      crashEverywhere(async (world) => {
        const shift = await serving(world, 'CANARY');
        if (how === 'decided') {
          await cancel(world, shift.releaseId);
          await shift.observe();
        }
        return { releaseId: shift.releaseId, run: () => shift.call('STOP') };
      }),
  );

  it(
    'can be tried again when the deployer does not answer',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      failOnce(world, 'deployer', 'giveBack');
      await expect(shift.stop()).rejects.toMatchObject({ name: 'Transient' });
      expect(await shift.stop()).toBe('VERIFY');
      expect(await world.ports.deployer.status(shift.shiftId)).toMatchObject({ state: 'RETURNED' });
    }),
  );

  it.each([
    ['an unknown action', 'PAUSE'],
    ['no action', undefined],
  ])('names what is wrong with %s', (_, action) =>
    inWorld(async (world) => {
      const { releaseId } = await serving(world, 'CANARY');
      await expect(world.steps.EndShift({ action, releaseId, phase: 'CANARY' })).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining('action'),
      });
    })(),
  );
});
