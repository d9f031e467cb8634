import type { ShiftRequest, ShiftStatus } from '../../lambdas/ports.ts';
import { advanceShift, enterStep } from './advance-shift.ts';
import { closeArm, createArm, startArm, stopUnit } from './arm.ts';
import { historyOf } from './history.ts';
import { returnTraffic } from './return-traffic.ts';
import { activeShift, nameOf, sameVersion, short, statusOf } from './target.ts';
import type { Arm, Shift, Target } from './target.ts';
import type { World } from './world.ts';

/** Ended shifts that are remembered per target, and of how many the measurements are. */
const KEPT_SHIFTS = 50;
const KEPT_METERS = 4;

/**
 * Starts a shift once per id and returns at once; a refusal is a FAILED shift whose detail says why.
 *
 * @param forbidden why this id may never begin, or null
 */
export function beginShift(
  world: World,
  target: Target,
  request: ShiftRequest,
  forbidden: string | null = null,
): ShiftStatus {
  const known = target.shifts.find(({ request: { shiftId } }) => shiftId === request.shiftId);
  if (known) return statusOf(advanceShift(world, target, known));

  const refusal = forbidden === null ? refusalOf(target, request) : `forbidden before it began: ${forbidden}`;
  const shift: Shift = {
    request,
    state: refusal === null ? 'STARTING' : 'FAILED',
    weight: 0,
    since: null,
    until: null,
    detail: refusal ?? `starting ${short(request.to.commit)}`,
    step: -1,
    stepAt: world.now(),
    settled: false,
    history: historyOf(target.stable?.meter.tallies() ?? [], world.now()),
    askedAt: Date.now(),
    meters: null,
  };
  if (refusal === null) target.shifts.push(shift);
  else target.shifts.splice(activeShift(target) ? -1 : target.shifts.length, 0, shift);
  if (target.shifts.length > KEPT_SHIFTS) target.shifts.shift();
  for (const old of target.shifts.slice(0, -KEPT_METERS)) old.meters = null;
  if (refusal === null) {
    const arm = createArm(world, target, request.to);
    target.candidate = arm;
    shift.meters = { canary: arm.meter, baseline: target.stable?.meter ?? null };
    world.save();
    void startCandidate(world, target, shift, arm);
  } else world.save();
  return statusOf(shift);
}

function refusalOf(target: Target, { from, environment }: ShiftRequest): string | null {
  const active = activeShift(target);
  if (active) return `shift ${active.request.shiftId} is under way in ${nameOf(target)}`;
  if (target.candidate) return `the last shift in ${nameOf(target)} is still being cleaned up`;
  if (environment === 'staging') return null;
  if (!target.stable) return `nothing runs in ${nameOf(target)}`;
  if (sameVersion(target.stable.version, from)) return null;
  const running = target.stable.version;
  return `${nameOf(target)} runs ${short(running.commit)} (${running.digest}), expected ${short(from.commit)} (${from.digest})`;
}

async function startCandidate(world: World, target: Target, shift: Shift, arm: Arm): Promise<void> {
  try {
    const unit = await startArm(world, target, arm);
    // Set at once: whoever closes the arm from here on finds the process and ends it.
    arm.unit = unit;
    void unit.group.exited.then((how) => candidateDied(world, target, shift, arm, how));
    if (shift.state !== 'STARTING') throw new Error(shift.detail);
    enterStep(world, target, shift, 0);
  } catch (error) {
    await closeArm(world, arm).catch((e: unknown) => world.log(String(e)));
    if (target.candidate === arm) target.candidate = null;
    const why = shift.state === 'STARTING' ? (error as Error).message : shift.detail;
    shift.state = 'FAILED';
    shift.detail = why;
    world.log(`${nameOf(target)}: shift ${shift.request.shiftId} failed: ${why}`);
    world.save();
  }
}

/** The new version's process ended although nobody asked it to: its traffic goes back in the same turn. */
function candidateDied(world: World, target: Target, shift: Shift, arm: Arm, how: string): void {
  // Ended on purpose, or settled: then keepServing starts it again.
  if (arm.closing.signal.aborted || target.stable === arm) return;
  arm.meter.health(false);
  target.weight = 0;
  void stopUnit(arm);
  returnTraffic(world, target, shift, `the new version's process ended by itself (${how})`);
}
