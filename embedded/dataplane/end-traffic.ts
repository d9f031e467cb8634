import { returnTraffic } from './return-traffic.ts';
import { isActive, nameOf } from './target.ts';
import type { Shift, Target } from './target.ts';
import type { World } from './world.ts';

/**
 * Ends a shift that is not to go on: gives its traffic back, or leaves it where it is when it may not return and the new
 * version has had some. A version whose process is gone cannot be left any: its traffic goes back all the same.
 */
export function endTraffic(world: World, target: Target, shift: Shift, reason: string): void {
  if (shift.request.mayReturn || shift.since === null) return returnTraffic(world, target, shift, reason);
  if (!isActive(shift) || shift.state === 'FROZEN' || shift.state === 'RETURNING') return;
  shift.state = 'FROZEN';
  shift.detail = `${shift.weight} % of the traffic stays on the new version, going back is not safe: ${reason}`;
  world.log(`${nameOf(target)}: shift ${shift.request.shiftId}: ${shift.detail}`);
  world.save();
}
