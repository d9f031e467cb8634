import { describe, expect, it } from '@jest/globals';
import { serving } from '../../support/a-shift.ts';
import { arm } from '../../support/fakes/metrics.ts';
import { verdict } from '../../support/seed-release.ts';
import { inWorld, type World } from '../../support/steps-world.ts';
import { killSwitch, quarantine } from './an-ended-shift.ts';

/** A change after whose rollout nobody may go back by themselves. */
const contract = {
  verdict: {
    ...verdict,
    plan: { kind: 'ROLL_OUT', rollback: { class: 'CONTRACT', lastSafe: 'CANARY', why: 'drops a column' } },
  },
} as const;
const hurt = (world: World) => (world.ports.metrics.tenSeconds = { canary: arm(300, 60), baseline: arm(900) });

describe('001-40: harm where going back is not safe', () => {
  it(
    'in the rollout: the traffic stays, the service is stopped, people are told, the release ends',
    inWorld(async (world) => {
      const shift = await serving(world, 'ROLLOUT', contract);
      hurt(world);
      expect(await shift.observe(120)).toBe('ROLL_BACK');
      expect(await shift.stop()).toBe('VERIFY');
      expect(await shift.verify()).toEqual({ action: 'VERIFY', next: 'CLOSE', result: 'FROZEN' });
      expect(world.ports.deployer.moves).toEqual([`start ${shift.shiftId}`, `freeze ${shift.shiftId}`]);
      expect(await world.ports.deployer.status(shift.shiftId)).toMatchObject({ state: 'FROZEN', weight: 25 });
      expect(await killSwitch(world)).toMatch(/^traffic frozen in ROLLOUT of /);
      expect(await quarantine(world)).not.toBeNull();
      const ended = await world.record(shift.releaseId, 'shift.ROLLOUT.ended');
      expect(ended?.rationale).toMatch(/^going back is not safe for this change/);
      expect(ended?.payload).toMatchObject({
        result: 'FROZEN',
        next: 'CLOSE',
        killSwitch: true,
        timeToRestoreSeconds: null,
      });

      await expect(world.steps.CloseRelease({ releaseId: shift.releaseId, fault: 'none' })).resolves.toEqual({
        outcome: 'ROLLBACK_FAILED',
      });
      expect(world.ports.mail.sent.at(-1)?.text).toContain('the traffic is frozen');
      expect(await world.ports.deployer.status(shift.shiftId)).toMatchObject({ state: 'FROZEN', weight: 25 });
    }),
  );

  it(
    'in the watch: all traffic stays on the new version',
    inWorld(async (world) => {
      const shift = await serving(world, 'WATCH', contract);
      world.ports.metrics.tenSeconds = { canary: arm(300, 60) };
      expect(await shift.observe(120)).toBe('ROLL_BACK');
      await shift.stop();
      expect(await shift.verify()).toMatchObject({ result: 'FROZEN' });
      expect(await world.ports.deployer.status(shift.shiftId)).toMatchObject({ state: 'FROZEN', weight: 100 });
    }),
  );

  it(
    'in the canary it goes back as always: that much every change must bear',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY', contract);
      world.ports.metrics.tenSeconds = { canary: arm(300, 60), baseline: arm(5700) };
      expect(await shift.observe(120)).toBe('ROLL_BACK');
      await shift.stop();
      expect(await shift.verify()).toMatchObject({ result: 'FAILED' });
      expect(world.ports.deployer.moves.at(-1)).toBe(`return ${shift.shiftId}`);
      expect(await killSwitch(world)).toBeNull();
    }),
  );

  it(
    'a rollout that has had no traffic yet is given back',
    inWorld(async (world) => {
      const shift = await serving(world, 'ROLLOUT', contract);
      world.ports.deployer.set(shift.shiftId, { state: 'STARTING', weight: 0, since: null });
      await shift.stop();
      expect(await world.ports.deployer.status(shift.shiftId)).toMatchObject({ state: 'FAILED', weight: 0 });
    }),
  );

  it(
    'a release whose execution died is closed without moving it: on record, and the kill switch on',
    inWorld(async (world) => {
      const shift = await serving(world, 'ROLLOUT', contract);
      await expect(world.steps.CloseRelease({ releaseId: shift.releaseId, fault: 'States.Timeout' })).resolves.toEqual({
        outcome: 'ROLLBACK_FAILED',
      });
      expect(await world.record(shift.releaseId, 'shift.ROLLOUT.lost')).toMatchObject({
        payload: { result: 'FROZEN' },
      });
      expect(await killSwitch(world)).toMatch(/^traffic frozen in ROLLOUT/);
      expect(await world.ports.deployer.status(shift.shiftId)).toMatchObject({ state: 'FROZEN', weight: 25 });
    }),
  );
});
