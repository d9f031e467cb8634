import { setTimeout as sleep } from 'node:timers/promises';
import { closeArm } from './arm.ts';
import { isActive, nameOf, short } from './target.ts';
import type { Arm, Shift, Target } from './target.ts';
import type { World } from './world.ts';

/** Gives all traffic back to the old version; begins at once and goes on by itself. Again after RETURN_FAILED. */
export function returnTraffic(world: World, target: Target, shift: Shift, reason: string): void {
  if (!isActive(shift) || shift.state === 'RETURNING') return;
  const starting = shift.state === 'STARTING';
  shift.state = 'RETURNING';
  shift.detail = reason;
  world.log(`${nameOf(target)}: shift ${shift.request.shiftId}: traffic goes back: ${reason}`);
  const arm = target.candidate;
  // A start under way is broken off; its own clean-up ends the shift as FAILED, since no traffic ever came.
  if (starting && arm) {
    shift.detail = `given back before it took traffic: ${reason}`;
    arm.closing.abort(new Error(reason));
    return void world.save();
  }
  // In the same turn wherever possible: not one more request goes to the new version.
  if (target.stable?.unit || target.environment === 'staging') takeWeight(world, target, shift);
  world.save();
  void finishReturn(world, target, shift, arm, reason).catch((error: unknown) => {
    world.log(`${nameOf(target)}: ${String(error)}`);
    shift.state = 'RETURN_FAILED';
    shift.detail = `${reason}; cleaning up failed`;
    world.save();
  });
}

async function finishReturn(
  world: World,
  target: Target,
  shift: Shift,
  arm: Arm | null,
  reason: string,
): Promise<void> {
  if (target.environment === 'production' && !(await oldVersionServes(target))) {
    const old = target.stable;
    shift.state = 'RETURN_FAILED';
    shift.detail = `${reason}; the old version ${old ? short(old.version.commit) : ''} does not serve: ${old?.problem}`;
    world.log(`${nameOf(target)}: shift ${shift.request.shiftId}: ${shift.detail}`);
    return void world.save();
  }
  takeWeight(world, target, shift);
  if (arm) await closeArm(world, arm);
  if (target.candidate === arm) target.candidate = null;
  shift.state = 'RETURNED';
  world.save();
}

function takeWeight(world: World, target: Target, shift: Shift): void {
  if (shift.weight !== 0 || target.weight !== 0) target.timeline.cut(world.now(), 0);
  target.weight = 0;
  shift.weight = 0;
  shift.until ??= world.now();
}

/** The old version may just be starting again after a crash: waits for as long as a start may take. */
async function oldVersionServes(target: Target): Promise<boolean> {
  const deadline = Date.now() + (target.stable?.spec.startTimeoutSeconds ?? 0) * 1000;
  while (!target.stable?.unit && Date.now() < deadline && !target.stopping) await sleep(50);
  return Boolean(target.stable?.unit);
}
