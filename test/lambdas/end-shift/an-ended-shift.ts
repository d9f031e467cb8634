import { expect } from '@jest/globals';
import { arm } from '../../support/fakes/metrics.ts';
import { DIGEST, SHOP } from '../../support/some-change.ts';
import { type World } from '../../support/steps-world.ts';
import { serving } from '../../support/a-shift.ts';

export const passedCanary = async (world: World) => {
  const shift = await serving(world, 'CANARY');
  expect(await shift.observe(600)).toBe('WITHDRAW');
  expect(await shift.stop()).toBe('VERIFY');
  return shift;
};
export const harmfulCanary = async (world: World) => {
  const shift = await serving(world, 'CANARY');
  world.ports.metrics.tenSeconds = { canary: arm(300, 60), baseline: arm(5700) };
  expect(await shift.observe(120)).toBe('ROLL_BACK');
  expect(await shift.stop()).toBe('VERIFY');
  return shift;
};
export const watched = async (world: World) => {
  const shift = await serving(world, 'WATCH');
  expect(await shift.observe(1800)).toBe('PROMOTE');
  return shift;
};
export const killSwitch = ({ ports }: World) => ports.controls.killSwitch(SHOP);
export const quarantine = ({ ports }: World) => ports.controls.quarantine(SHOP, DIGEST);
