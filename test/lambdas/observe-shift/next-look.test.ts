import { describe, expect, it } from '@jest/globals';
import { observeShiftContract, startShiftContract } from '../../../core/contracts/steps.ts';
import { inWorld } from '../../support/steps-world.ts';
import { serving } from '../../support/a-shift.ts';

describe('observe-shift says when to look again', () => {
  it(
    'by the pace at which its home measures',
    inWorld(async (world) => {
      const shift = await serving(world, 'CANARY');
      world.clock.advance(30_000);
      expect((await shift.call('OBSERVE')).waitSeconds).toBe(10);
      world.ports.metrics.cadence = { seconds: 60, lagSeconds: 90 };
      const { waitSeconds } = await shift.call('OBSERVE');
      expect((world.clock.now() / 1000 + waitSeconds!) % 60).toBe(30);
    }),
  );

  it(
    'and in time for the end of what was planned, extensions included',
    inWorld(async (world) => {
      const shift = await serving(world, 'STAGING');
      expect(await shift.observe()).toBe('CONTINUE');
      world.clock.advance(210_000);
      expect((await shift.call('OBSERVE')).waitSeconds).toBe(60);
    }),
  );

  it.each([0, 121, 1.5, -1, Number.NaN, '30', undefined])('%p seconds are no answer of a step', (waitSeconds) => {
    const watch = { next: 'CONTINUE', watch: {}, waitSeconds };
    expect(observeShiftContract.output.safeParse(watch).success).toBe(false);
    expect(observeShiftContract.output.safeParse({ ...watch, waitSeconds: 120 }).success).toBe(true);
    const begun = { next: 'OBSERVE', watch: null, waitSeconds };
    expect(startShiftContract.output.safeParse(begun).success).toBe(false);
    expect(startShiftContract.output.safeParse({ ...begun, waitSeconds: 1 }).success).toBe(true);
  });
});
