import { describe, expect, it } from '@jest/globals';
import type { Phase } from '../../../core/contracts/shift.ts';
import { LARGER } from '../../support/a-canary-plan.ts';
import { arm } from '../../support/fakes/metrics.ts';
import { SHOP } from '../../support/some-change.ts';
import { inWorld, type World } from '../../support/steps-world.ts';
import { aShift, cancel, serving } from '../../support/a-shift.ts';

describe('observe-shift', () => {
  it(
    'goes on while there is no harm, and records nothing for that',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      for (let i = 0; i < 4; i += 1) expect(await shift.observe()).toBe('CONTINUE');
      expect(await world.keys(shift.releaseId)).toEqual(['shift.CANARY.started']);
      const { buckets, analysis } = (await shift.evidence())!;
      expect(buckets.map((b) => b.endSec)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);
      expect(analysis?.dataQuality).toMatchObject({ buckets: 12, missing: 0 });
    }),
  );

  it(
    'a canary that is no worse is withdrawn as PASSED when its time is over',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      for (let i = 1; i < 20; i += 1) expect(await shift.observe()).toBe('CONTINUE');
      expect(await shift.observe()).toBe('WITHDRAW');
      expect(await shift.evidence()).toMatchObject({ decision: 'WITHDRAW', result: 'PASSED' });
      expect((await world.record(shift.releaseId, 'shift.CANARY.decided'))?.payload).toMatchObject({
        decision: 'WITHDRAW',
        result: 'PASSED',
        weight: 5,
        analysis: { verdict: 'PASS' },
      });
    }),
  );

  it(
    'is watched for the time that it was begun with, and prolonged by as much (002-21)',
    inWorld(async (world) => {
      const rollback = { class: 'CODE_ONLY', lastSafe: 'WATCH', why: 'code alone' } as const;
      const plan = { kind: 'ROLL_OUT', rollback, canary: { ...LARGER, seconds: 900 } } as const;
      const shift = await aShift(world, 'CANARY', { verdict: { plan } });
      await shift.start();
      shift.serves(10);
      world.ports.metrics.tenSeconds = { canary: arm(1), baseline: arm(20) };
      const { timing } = world.ports.settings.now.config;
      world.ports.settings.change({ timing: { ...timing, canarySeconds: 60 } });
      for (let at = 30; at < 900; at += 30) expect(await shift.observe()).toBe('CONTINUE');
      const extended = async () =>
        (await world.keys(shift.releaseId)).filter((key) => key.startsWith('shift.CANARY.extended'));
      expect(await extended()).toHaveLength(0);
      await shift.observe();
      expect(await extended()).toHaveLength(1);
      for (let at = 930; at < 1800; at += 30) await shift.observe();
      expect(await extended()).toHaveLength(1);
      await shift.observe();
      expect(await extended()).toHaveLength(2);
    }),
  );

  it(
    'the look that first sees traffic takes it for just begun, however long that look takes',
    inWorld(async (world) => {
      const shift = await aShift(world, 'CANARY');
      await shift.start();
      const { deployer } = world.ports;
      const status = deployer.status;
      deployer.status = async (shiftId) => {
        world.clock.advance(70);
        shift.serves(5);
        return status(shiftId);
      };
      expect(await shift.observe()).toBe('CONTINUE');
    }),
  );

  it.each(['CANARY', 'ROLLOUT', 'WATCH'] as const)(
    '%s: harm is rolled back, also when it was cancelled meanwhile',
    (phase) =>
      inWorld(async (world) => {
        const shift = await serving(world, phase);
        world.ports.metrics.tenSeconds = { canary: arm(300, 60), baseline: arm(5700) };
        await cancel(world, shift.releaseId);
        expect(await shift.observe(120)).toBe('ROLL_BACK');
        expect(await shift.evidence()).toMatchObject({
          result: 'FAILED',
          because: { rule: 'judge', status: 'REJECT' },
        });
      })(),
  );

  it.each<[Phase, string, (world: World, id: never) => unknown, string]>([
    ['CANARY', 'a cancel', (world, id) => cancel(world, id), 'stop'],
    [
      'ROLLOUT',
      'the kill switch',
      ({ ports }) => ports.controls.setKillSwitch(SHOP, true, 'ops', 'fire'),
      'kill-switch',
    ],
    ['WATCH', 'a cancel', (world, id) => cancel(world, id), 'stop'],
  ])('%s: %s withdraws it as CANCELLED (K28)', (phase, _, happen, rule) =>
    inWorld(async (world) => {
      const shift = await serving(world, phase);
      await happen(world, shift.releaseId as never);
      expect(await shift.observe()).toBe('WITHDRAW');
      expect(await shift.evidence()).toMatchObject({ result: 'CANCELLED', because: { rule } });
    })(),
  );

  it(
    'a canary that proves nothing is watched longer, then handed to a person',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      world.ports.metrics.tenSeconds = { canary: arm(1), baseline: arm(20) };
      for (const word of ['CONTINUE', 'CONTINUE', 'WITHDRAW']) expect(await shift.observe(600)).toBe(word);
      expect(await shift.evidence()).toMatchObject({ result: 'INCONCLUSIVE' });
      expect(await world.keys(shift.releaseId)).toEqual([
        'shift.CANARY.started',
        'shift.CANARY.extended.2',
        'shift.CANARY.extended.1',
        'shift.CANARY.decided',
      ]);
    }),
  );

  it(
    'no measurement at all never passes: a canary is INCONCLUSIVE, a rollout is rolled back',
    inWorld(
      async (world) => {
        world.ports.metrics.tenSeconds = null;
        const shift = await serving(world, 'CANARY');
        expect(await shift.observe(600)).toBe('WITHDRAW');
        expect(await shift.evidence()).toMatchObject({ result: 'INCONCLUSIVE' });
      },
      { timing: { canaryExtensions: 0 } },
    ),
  );

  it.each(['ROLLOUT', 'WATCH'] as const)('%s without measurements is rolled back', (phase) =>
    inWorld(async (world) => {
      world.ports.metrics.tenSeconds = null;
      const shift = await serving(world, phase);
      if (phase === 'ROLLOUT') shift.serves(100);
      expect(await shift.observe(3600)).toBe('ROLL_BACK');
    })(),
  );

  it.each(['ROLLOUT', 'WATCH'] as const)(
    '%s without harm is promoted when it is complete and its time is over',
    (phase) =>
      inWorld(async (world) => {
        const shift = await serving(world, phase);
        const planned = phase === 'ROLLOUT' ? 600 : 1800;
        expect(await shift.observe(planned - 10)).toBe('CONTINUE');
        shift.serves(100);
        expect(await shift.observe(10)).toBe('PROMOTE');
        expect(await shift.evidence()).toMatchObject({ decision: 'PROMOTE', result: 'PASSED' });
      })(),
  );

  it.each(['FAILED', 'RETURNED', 'RETURNING', 'RETURN_FAILED'] as const)(
    'what the deployer ended by itself (%s) is not gone on with',
    (state) =>
      inWorld(async (world) => {
        const shift = await serving(world, 'CANARY');
        shift.serves(0, state);
        expect(await shift.observe()).toMatch(/WITHDRAW|ROLL_BACK/);
        const result = state === 'RETURN_FAILED' ? 'ROLLBACK_FAILED' : 'FAILED';
        expect(await shift.evidence()).toMatchObject({ result });
      })(),
  );

  it(
    'a shift without evidence was never started: that is Terminal',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      const input = { phase: 'ROLLOUT', releaseId: shift.releaseId, watch: null };
      await expect(world.steps.ObserveShift(input)).rejects.toMatchObject({ name: 'Terminal' });
    }),
  );

  it.each([
    ['no watch', { watch: undefined }, 'watch'],
    ['an empty watch', { watch: {} }, 'watch: expected the value'],
    ['a watch that is none', { watch: { seen: 'long ago' } }, 'watch: expected the value'],
    ['an unknown phase', { phase: 'PROD' }, 'phase'],
  ])('names what is wrong with %s', (_, over, named) =>
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      const input = { phase: 'CANARY', releaseId: shift.releaseId, watch: null, ...over };
      await expect(world.steps.ObserveShift(input)).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining(named),
      });
    })(),
  );

  it(
    'the past of what runs is read once, by the first look',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      const { history } = world.ports.metrics;
      let read = 0;
      world.ports.metrics.history = (id) => ((read += 1), history(id));
      for (let i = 0; i < 3; i += 1) expect(await shift.observe()).toBe('CONTINUE');
      expect(read).toBe(1);
    }),
  );
});
