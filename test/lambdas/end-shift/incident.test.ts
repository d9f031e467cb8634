import { describe, expect, it } from '@jest/globals';
import { evidenceOf } from '../../../lambdas/kit/evidence.ts';
import { serving } from '../../support/a-shift.ts';
import { unhealthy } from '../../support/fakes/checks.ts';
import { failOnce } from '../../support/faults.ts';
import { inWorld } from '../../support/steps-world.ts';
import { harmfulCanary, passedCanary } from './an-ended-shift.ts';

describe('end-shift leaves the packet of an incident (001-24, 002-22, 004-41)', () => {
  it(
    'after harm, with the time from the decision to the end of the checks; the mail tells of it',
    inWorld(async (world) => {
      const shift = await harmfulCanary(world);
      world.clock.advance(20_000);
      const { run } = world.ports.checks;
      world.ports.checks.run = async (...args) => {
        world.clock.advance(4_000);
        return run(...args);
      };
      expect(await shift.verify()).toMatchObject({ result: 'FAILED' });
      const incident = await evidenceOf(world.ports.blobs, shift.releaseId).find('incident');
      expect(incident).toMatchObject({
        ...{ phase: 'CANARY', result: 'FAILED', timeToRestoreSeconds: 24, quarantine: true, killSwitch: false },
        decided: { decision: 'ROLL_BACK', rule: 'judge' },
        after: { checks: [{ name: 'health', passed: true }] },
      });
      expect(Date.parse(incident!.timeline.restored!) - Date.parse(incident!.timeline.decided!)).toBe(24_000);
      expect((await world.record(shift.releaseId, 'shift.CANARY.ended'))?.payload).toMatchObject({
        timeToRestoreSeconds: 24,
      });
      await world.steps.CloseRelease({ releaseId: shift.releaseId, fault: 'none' });
      expect(world.ports.mail.sent.at(-1)?.text).toContain(`interlock incident ${shift.releaseId}`);
    }),
  );

  it(
    'after a rollback that failed: nothing was restored',
    inWorld(async (world) => {
      const shift = await harmfulCanary(world);
      world.ports.checks.seen.production = [unhealthy];
      await shift.verify();
      expect(await evidenceOf(world.ports.blobs, shift.releaseId).find('incident')).toMatchObject({
        ...{ result: 'ROLLBACK_FAILED', timeToRestoreSeconds: null, killSwitch: true },
        timeline: { restored: null },
        after: { checks: [{ passed: false }] },
      });
    }),
  );

  it(
    'not after a canary that passed or a staging that did not',
    inWorld(async (world) => {
      const canary = await passedCanary(world);
      await canary.verify();
      expect(await evidenceOf(world.ports.blobs, canary.releaseId).find('incident')).toBeNull();
    }),
  );

  it(
    'a staging that fails has harmed nobody',
    inWorld(async (world) => {
      const staging = await serving(world, 'STAGING');
      world.ports.checks.seen.staging = [unhealthy];
      expect(await staging.observe()).toBe('ROLL_BACK');
      await staging.stop();
      expect(await staging.verify()).toMatchObject({ result: 'FAILED' });
      expect(await evidenceOf(world.ports.blobs, staging.releaseId).find('incident')).toBeNull();
    }),
  );

  it(
    'the first packet stands; a call that broke off before it is made up for with what is on record',
    inWorld(async (world) => {
      const shift = await harmfulCanary(world);
      failOnce(world, 'blobs', 'put');
      await expect(shift.verify()).rejects.toMatchObject({ name: 'Transient' });
      world.clock.advance(60_000);
      await shift.verify();
      const evidence = evidenceOf(world.ports.blobs, shift.releaseId);
      const first = await evidence.find('incident');
      expect(first).toMatchObject({ timeToRestoreSeconds: 0, result: 'FAILED' });
      world.ports.checks.seen.production = [unhealthy];
      await shift.verify();
      expect(await evidence.find('incident')).toEqual(first);
    }),
  );
});
