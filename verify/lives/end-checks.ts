import { verifyRecords } from '../../core/audit/verify-records.ts';
import type { Release } from '../../core/contracts/release.ts';
import { answeredByPeople } from './observer.ts';
import { isActive, isLost } from './ports/deployer.ts';
import { SERVICES } from './settings.ts';
import type { Stores } from './stores.ts';

/** What has to be true when nothing goes on any more; what is not, in words. */
export function endProblems(stores: Stores): readonly string[] {
  return [
    ...[...stores.releases.values()]
      .filter(({ releaseId }) => !stores.past.has(releaseId))
      .flatMap((release) => ofRelease(stores, release)),
    ...ofWorld(stores),
  ];
}

function ofRelease(stores: Stores, release: Release): readonly string[] {
  const { releaseId, outcome, change } = release;
  const records = stores.audit.get(releaseId) ?? [];
  const say = (holds: boolean, what: string) => (holds ? [] : [`${releaseId} ${what}`]);
  const closed = records.filter(({ event }) => event === 'release.closed');
  const recorded = (closed[0]?.payload as { readonly outcome?: string } | undefined)?.outcome;
  const stays = stores.settled.some((s) => s.releaseId === releaseId);
  const plan = records.find(({ key }) => key === 'decision.made')?.payload as { readonly next?: string } | undefined;
  const shifts = [...stores.shifts.values()].filter(({ request }) => request.shiftId.startsWith(releaseId));
  const people = answeredByPeople(stores, records);
  return [
    ...say(release.status === 'CLOSED' && outcome !== null, 'never ended'),
    ...say(closed.length === 1, `has ${closed.length} records of its end`),
    ...say(recorded === outcome, `ended as ${outcome}, and ${recorded} is on record`),
    ...say(verifyRecords(records).problems.length === 0, 'has a broken audit chain'),
    ...say(
      (outcome === 'DEPLOYED' && plan?.next === 'ROLL_OUT') === stays,
      `is ${outcome}, and ${stays ? 'stays' : 'does not stay'}`,
    ),
    ...say(
      outcome !== 'ROLLBACK_FAILED' || stores.killedSince.has(change.service) || stores.killedOff.has(change.service),
      'failed to roll back and no kill switch went on',
    ),
    ...say(
      shifts.every((s) => !isActive(s) || (isLost(s) && outcome === 'ROLLBACK_FAILED')),
      'still has traffic',
    ),
    ...(people === null ? [] : [people]),
  ];
}

function ofWorld({ locks, holds, stable, settled }: Stores): readonly string[] {
  return [
    ...[...locks].flatMap(([key, { holder, queue }]) => [
      ...(holder === null ? [] : [`the lock of ${key} is still ${holder.releaseId}'s`]),
      ...(queue.length === 0 ? [] : [`${queue.length} still wait for the lock of ${key}`]),
    ]),
    ...[...holds.holds.values()].flatMap(({ hold }) =>
      hold.status.kind === 'OPEN' ? [`${hold.holdId} is still open`] : [],
    ),
    ...SERVICES.flatMap((service) => {
      const last = settled.findLast((s) => s.service === service);
      return last === undefined || stable.get(service)?.commit === last.commit
        ? []
        : [`${service} does not serve what was settled last`];
    }),
  ];
}
