import { phaseSchema } from '../../core/contracts/shift.ts';
import { isActive, isLost, type Release, type ShiftDocument, type World } from './world.ts';

export const INVARIANTS = {
  guards: 'production only with every guard passed, for this head and artifact',
  canary: 'a canary only with gates, decision, lock and staging passed',
  caution: 'no shift ends better than it was decided to, whatever an analyst says (K3)',
  one: 'at most one active deployment of a group',
  order: 'no older commit after a newer one',
  record: 'every release ends with a terminal audit record',
  free: 'a closed release holds no lock, waits for none and shifts nothing',
} as const;
export type Invariant = keyof typeof INVARIANTS;

/** What a transition breaks, or null. Says what has to hold in its own words and asks no rule of the core. */
export function broken(before: World, after: World): Invariant | null {
  if (after.running < before.running) return 'order';
  const active = after.releases.filter((release) => occupies(release, 'CANARY') || occupies(release, 'ROLLOUT'));
  if (active.length > 1) return 'one';
  for (const [i, release] of after.releases.entries()) {
    const was = before.releases[i]!;
    if (phaseSchema.options.some((phase) => isBettered(was.shifts[phase], release.shifts[phase]))) return 'caution';
    if (was.traffic.CANARY === null && release.traffic.CANARY !== null && !readyForCanary(release, before))
      return 'canary';
    if (was.traffic.ROLLOUT === null && release.traffic.ROLLOUT !== null) {
      if (!readyForProduction(release, before)) return 'guards';
      if (release.head < after.running) return 'order';
    }
    // Granted only for what was decided on.
    if (hasPermit(release) && !hasPermit(was) && (was.moved || !readyForPermit(was, before))) return 'guards';
    if (release.place.startsWith('END') && release.outcome === null) return 'record';
    if (release.outcome !== null && !isFree(release, after)) return 'free';
  }
  return null;
}

/** PASSED comes of PASSED alone, and INCONCLUSIVE of nothing worse than itself. */
function isBettered(was: ShiftDocument | null, now: ShiftDocument | null): boolean {
  if (now === null || now.ended === null || was?.ended) return false;
  if (now.result === 'PASSED') return was?.result !== 'PASSED';
  return now.result === 'INCONCLUSIVE' && was?.result !== 'PASSED' && was?.result !== 'INCONCLUSIVE';
}

/** Lost traffic counts until its release is closed, which turns the kill switch on. */
function occupies({ traffic, outcome }: Release, phase: 'CANARY' | 'ROLLOUT'): boolean {
  return isActive(traffic[phase]) || (outcome === null && isLost(traffic[phase]));
}

const hasPermit = ({ permit }: Release): boolean => permit !== null && permit !== 'DENIED';
const holds = (world: World, { id }: Release): boolean => world.lock.holder?.releaseId === id;

function readyForCanary(release: Release, world: World): boolean {
  const { gates, verdict, shifts } = release;
  const staging = shifts.STAGING;
  const staged = staging?.ended === 'PROCEED' && (staging.result === 'PASSED' || staging.result === 'INCONCLUSIVE');
  const on = world.killSwitch;
  return (
    !on && gates === 'PASSED' && verdict?.next === 'ROLL_OUT' && verdict.gatesPassed && staged && holds(world, release)
  );
}

function readyForPermit(release: Release, world: World): boolean {
  const { shifts, holds: answers, verdict, stop } = release;
  const canary = shifts.CANARY;
  const judged = canary?.ended === 'PROCEED' && canary.decision !== null;
  const unsure = canary?.result === 'INCONCLUSIVE';
  const open = unsure || shifts.STAGING?.result === 'INCONCLUSIVE';
  const person = verdict?.route === 'HUMAN' || verdict?.riskClass === 'HIGH' || open;
  const quiet = answers.APPROVAL === 'ELAPSED' || answers.APPROVAL === 'NOT_REQUIRED';
  const approved = answers.APPROVAL === 'APPROVED' || (!person && quiet);
  const good = judged && (canary.result === 'PASSED' || unsure);
  return readyForCanary(release, world) && good && approved && answers.TIME_LOCK === 'ELAPSED' && !stop;
}

function readyForProduction(release: Release, world: World): boolean {
  const { permit } = release;
  const fresh = permit !== null && permit !== 'DENIED' && permit.fence === world.lock.holder?.fence;
  return fresh && readyForPermit(release, world);
}

function isFree({ id, traffic }: Release, { lock }: World): boolean {
  if (lock.holder?.releaseId === id || lock.queue.some((waiter) => waiter.releaseId === id)) return false;
  return !isActive(traffic.STAGING) && !isActive(traffic.CANARY) && !isActive(traffic.ROLLOUT);
}

export function allClosed({ releases }: World): boolean {
  return releases.every(({ outcome }) => outcome !== null);
}
