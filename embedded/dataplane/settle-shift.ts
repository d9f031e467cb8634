import { Terminal, Transient } from '../../core/contracts/errors.ts';
import { closeArm } from './arm.ts';
import { keepServing } from './keep-serving.ts';
import { nameOf, short } from './target.ts';
import type { Shift, Target } from './target.ts';
import type { World } from './world.ts';

/** Makes the new version the running one, once, and lets the old one go. Terminal unless it has all the traffic. */
export function settleShift(world: World, target: Target, shift: Shift): void {
  if (shift.settled) return;
  const arm = target.candidate;
  const { shiftId } = shift.request;
  if (target.environment === 'staging') throw new Terminal(`shift ${shiftId}: nothing stays in staging; give it back`);
  if (shift.state !== 'COMPLETE' || shift.weight !== 100 || !arm)
    throw new Terminal(`shift ${shiftId} is ${shift.state} at ${shift.weight} %, expected COMPLETE at 100 %`);

  const old = target.stable;
  const { detail } = shift;
  shift.settled = true;
  shift.detail = `${short(arm.version.commit)} is the running version`;
  target.stable = arm;
  target.candidate = null;
  // Written before the old version goes: a crash must not bring back what is no longer there.
  if (!world.save()) {
    Object.assign(shift, { settled: false, detail });
    Object.assign(target, { stable: old, candidate: arm });
    throw new Transient(`shift ${shiftId}: the data plane could not write its state; see its log`);
  }
  shift.until = world.now();
  target.weight = 0;
  target.timeline.cut(world.now(), 0);
  world.log(`${nameOf(target)}: ${shift.detail}`);
  void keepServing(world, target, arm);
  if (old)
    retire(
      target,
      closeArm(world, old).catch((error: unknown) => world.log(String(error))),
    );
}

function retire(target: Target, closing: Promise<void>): void {
  target.retiring.add(closing);
  void closing.then(() => target.retiring.delete(closing));
}
