import { SILENCE_MS } from './limits.ts';
import { endTraffic } from './end-traffic.ts';
import { isActive, nameOf, short } from './target.ts';
import type { Shift, Target } from './target.ts';
import type { World } from './world.ts';

/** Gives the new version the weight of this step. */
export function enterStep(world: World, target: Target, shift: Shift, step: number): void {
  const { steps, to } = shift.request;
  const now = world.now();
  const weight = steps[step]?.weight ?? 0;
  shift.step = step;
  shift.stepAt = now;
  shift.weight = weight;
  shift.state = step === steps.length - 1 ? 'COMPLETE' : 'SHIFTING';
  if (weight > 0) shift.since ??= now;
  shift.detail = `${short(to.commit)} has ${weight} % of the traffic`;
  target.weight = weight;
  target.timeline.cut(now, weight);
  world.log(`${nameOf(target)}: shift ${shift.request.shiftId}: ${shift.detail}`);
  world.save();
}

/** Moves on when a step's time is over, and gives the traffic back when nobody has asked for too long. */
export function advanceShift(world: World, target: Target, shift: Shift): Shift {
  if (!isActive(shift)) return shift;
  const clock = world.clock();
  while (shift.state === 'SHIFTING') {
    const bake = (shift.request.steps[shift.step]?.bakeSeconds ?? 0) * 1000;
    if (clock.now() < shift.stepAt + bake) break;
    enterStep(world, target, shift, shift.step + 1);
  }
  const silence = Math.max(clock.realOf(SILENCE_MS), world.limits.silenceFloorMs);
  const isEnding = shift.state === 'RETURNING' || shift.state === 'RETURN_FAILED' || shift.state === 'FROZEN';
  if (!isEnding && Date.now() - shift.askedAt > silence)
    endTraffic(world, target, shift, `orchestrator silent for ${Math.round(silence / 1000)} s`);
  return shift;
}
