import { InvalidInput } from '../../core/contracts/errors.ts';
import { enterStep } from './advance-shift.ts';
import { returnTraffic } from './return-traffic.ts';
import { settleShift } from './settle-shift.ts';
import type { Shift, Target } from './target.ts';
import type { World } from './world.ts';

/** What a person decided about frozen traffic: all of it to the old version, or all of it to the new one, which stays. */
export function unfreeze(world: World, target: Target, shift: Shift, to: 'OLD' | 'NEW', reason: string): void {
  if (shift.state !== 'FROZEN')
    throw new InvalidInput(`shift ${shift.request.shiftId} is ${shift.state}; expected FROZEN`);
  world.log(`${target.spec.service}: unfrozen to the ${to.toLowerCase()} version: ${reason}`);
  if (to === 'OLD') return returnTraffic(world, target, shift, reason);
  enterStep(world, target, shift, shift.request.steps.length - 1);
  settleShift(world, target, shift);
}
