import type { AuditRecord, Json } from '../../../core/contracts/audit-record.ts';
import type { Reply, Step } from '../rules.ts';
import { withRelease, type Release, type World } from '../world.ts';
import { endShifts } from './end-shifts.ts';
import { giveLockBack } from './lock.ts';

/** close-release, for the machine and for the janitor: holds and shifts end, the outcome goes on record, the lock is free. */
export const closeRelease: Step = (world, i, rules) => {
  const release = world.releases[i]!;
  if (release.outcome !== null) return [{ word: release.outcome, world }];
  const { APPROVAL, TIME_LOCK } = release.holds;
  const cancelled = (answer: typeof APPROVAL) => (answer === 'OPEN' ? 'CANCELLED' : answer);
  const quiet = withRelease(world, i, {
    gates: release.gates === 'RUNNING' ? 'FAILED' : release.gates,
    holds: { APPROVAL: cancelled(APPROVAL), TIME_LOCK: cancelled(TIME_LOCK) },
  });
  const { outcome } = rules.outcomeOf(recordsOf(quiet.releases[i]!), null);
  const finish = (ended: World, how: typeof outcome): Reply => ({
    word: how,
    world: giveLockBack(withRelease(ended, i, { outcome: how }), i, rules),
  });
  const { ROLLOUT: traffic } = release.traffic;
  // A deployed version stays; one that did not stay after all makes another outcome.
  if (outcome === 'DEPLOYED' && (traffic === null || traffic === 'SETTLED')) return [finish(quiet, outcome)];
  if (outcome === 'DEPLOYED' && traffic === 'COMPLETE') {
    const settled = withRelease(quiet, i, { traffic: { ...release.traffic, ROLLOUT: 'SETTLED' } });
    return [finish({ ...settled, running: release.head }, outcome)];
  }
  return endShifts(quiet, i, rules).map(({ word, world: ended, lost }) => {
    if (word === null) return { word, world: ended };
    const harmed = outcome === 'DEPLOYED' ? 'ROLLED_BACK' : outcome;
    return lost ? finish({ ...ended, killSwitch: true }, 'ROLLBACK_FAILED') : finish(ended, harmed);
  });
};

/** What `outcomeOf` reads of the log, from what the stores say: every one of these steps records before it acts. */
function recordsOf({ verdict, holds, shifts, permit, stop }: Release): AuditRecord[] {
  const record = (event: string, payload: Json) => ({ event, payload, rationale: '' }) as unknown as AuditRecord;
  return [
    ...(verdict ? [record('decision.made', { next: verdict.next })] : []),
    ...(['APPROVAL', 'TIME_LOCK'] as const).flatMap((gate) =>
      holds[gate] === null || holds[gate] === 'OPEN'
        ? []
        : [record('hold.ended', { gate, answer: holds[gate], by: '' })],
    ),
    ...(permit === 'DENIED' ? [record('permit.denied', {})] : []),
    ...(['STAGING', 'CANARY', 'ROLLOUT', 'WATCH'] as const).flatMap((phase) =>
      shifts[phase]?.ended
        ? [record('shift.ended', { phase, result: shifts[phase].result, next: shifts[phase].ended })]
        : [],
    ),
    ...(stop ? [record('release.stopped', { kind: 'CANCEL' })] : []),
  ];
}
