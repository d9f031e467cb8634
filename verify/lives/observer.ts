import type { AuditRecord } from '../../core/contracts/audit-record.ts';
import type { Plan } from '../../core/contracts/verdict.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { FREE_LOCK } from '../../core/lock/lock.ts';
import { SKEW_SECONDS, type Calls } from './calls.ts';
import type { Course } from './course.ts';
import { isActive, isLost, type Onlooker, type Shift } from './ports/deployer.ts';
import { lockKey } from './ports/locks.ts';
import { APPROVERS, mailOf } from './settings.ts';
import type { Stores } from './stores.ts';

/** Every clock may be wrong by this much in either direction; two of them by twice that. */
const TOLERANCE_MS = 2 * SKEW_SECONDS * 1000;

/** A failed rollback is tried again for ten minutes; with steps that fail and wait for the janitor, twice over (001-42). */
const TOLD_MS = 3_600_000;

/**
 * Looks at what really happens to the traffic and holds it against what is true, not against what a step says of itself.
 * The record is asked only for what was decided and when.
 */
export function createObserver(
  course: Course,
  calls: Calls,
  stores: Stores,
): Onlooker & {
  /** The kill switch of a scope went on because a rollback failed. */
  told(scope: string): void;
} {
  const payloadOf = (releaseId: string, key: string) =>
    stores.audit.get(releaseId)?.find((r) => r.key === key)?.payload as Readonly<Record<string, unknown>> | undefined;

  /** The share of a canary is the decision's, and never beyond what policy allows a change of its class (002-21). */
  function mustBePlanned(
    releaseId: string,
    steps: Shift['request']['steps'],
    must: (holds: boolean, what: string) => void,
  ): void {
    const decided = payloadOf(releaseId, 'decision.made') as
      { readonly riskClass?: string; readonly plan?: Pick<Plan & { kind: 'ROLL_OUT' }, 'canary'> } | undefined;
    const weights = steps.map(({ weight }) => weight);
    const most = decided?.riskClass === 'HIGH' ? 5 : 20;
    must(weights.length === 1 && weights[0] === decided?.plan?.canary?.weight, 'its share is not the one decided on');
    must(
      weights.every((weight) => weight <= most),
      `its share is ${weights.join(', ')} %`,
    );
    course.count(`canary at ${weights[0]} %`);
  }

  function began(shift: Shift): void {
    const { request } = shift;
    const [releaseId, phase] = request.shiftId.split('.') as [ReleaseId, string];
    const must = (holds: boolean, what: string) => {
      if (!holds) course.violate(`${request.shiftId} began although ${what}`);
    };
    const version = stores.versions.get(request.to.commit)!;
    const release = stores.releases.get(releaseId);
    const state = stores.locks.get(lockKey(request.service, 'production')) ?? FREE_LOCK;
    must(release !== undefined && release.status === 'OPEN', 'its release is not open');
    must(state.holder?.releaseId === releaseId, 'its release does not hold the lock');
    must(request.to.digest === version.digest, 'these are other bytes than those of the commit');
    const others = [...stores.shifts.values()].filter(
      (s) => s !== shift && s.request.service === request.service && s.request.environment === request.environment,
    );
    must(!others.some(isActive), 'another one is under way');
    must(stores.gates.get(releaseId)?.result?.status === 'PASSED', 'the gates have not passed');
    must(payloadOf(releaseId, 'decision.made')?.['next'] === 'ROLL_OUT', 'it was not decided to roll out');
    const since = Math.min(...[request.service, '*'].map((s) => stores.killedSince.get(s) ?? Infinity));
    must(!(since < calls.current()!.began), 'the kill switch was on before');
    must(!((stores.stoppedSince.get(releaseId) ?? Infinity) < calls.current()!.began), 'it was stopped before');
    if (phase === 'STAGING') return;

    const staging = payloadOf(releaseId, 'shift.STAGING.ended')?.['result'];
    must(version.passesStaging && (staging === 'PASSED' || staging === 'INCONCLUSIVE'), 'staging failed');
    if (phase === 'CANARY') mustBePlanned(releaseId, request.steps, must);
    const serving = stores.stable.get(request.service)!;
    must(version.contains.has(serving.commit), `it does not contain ${serving.commit.slice(-4)}, which serves`);
    if (phase === 'ROLLOUT') beganRollout(shift, releaseId, must);
  }

  function beganRollout({ request }: Shift, releaseId: ReleaseId, must: (holds: boolean, what: string) => void): void {
    const version = stores.versions.get(request.to.commit)!;
    const canary = payloadOf(releaseId, 'shift.CANARY.ended')?.['result'];
    must(canary === 'PASSED' || canary === 'INCONCLUSIVE', 'its canary was not judged');
    must(version.quality !== 'BAD' || canary !== 'PASSED', 'its canary hurt and passed all the same');
    must(version.quality !== 'SILENT' || canary !== 'PASSED', 'nothing was measured and its canary passed');
    const permit = stores.permits.get(releaseId);
    must(permit?.consumedBy === request.shiftId, 'its permit was not consumed for it');
    must(permit?.digest === request.to.digest && permit.head === request.to.commit, 'its permit is for something else');
    const decided = payloadOf(releaseId, 'decision.made') ?? {};
    const isOpen = [canary, payloadOf(releaseId, 'shift.STAGING.ended')?.['result']].includes('INCONCLUSIVE');
    const personNeeded = decided['route'] === 'HUMAN' || decided['riskClass'] === 'HIGH' || isOpen;
    const yes = stores.answers.find(
      (a) =>
        a.releaseId === releaseId &&
        a.answer === 'APPROVE' &&
        a.digest === request.to.digest &&
        (APPROVERS as readonly string[]).includes(a.person) &&
        a.person !== version.author,
    );
    must(!personNeeded || yes !== undefined, 'nobody who may has approved these bytes');
    const from = stores.canaryBack.get(releaseId);
    must(from !== undefined, 'its canary never gave its traffic back');
    const waited = course.now() - (from ?? 0);
    must(waited >= 900_000 - TOLERANCE_MS, `the time lock ran for ${waited / 1000} s`);
    if (!personNeeded || yes === undefined) return;
    const thought = course.now() - yes.at;
    must(thought >= 300_000 - TOLERANCE_MS, `the approval came ${thought / 1000} s before`);
  }

  return {
    began,
    refused: (request, why) => {
      course.note(() => `  ${request.shiftId} is refused: ${why}`);
      const [releaseId] = request.shiftId.split('.');
      // A shift whose traffic is lost stays in the way for good; the kill switch says so.
      const inTheWay = [...stores.shifts.values()].find(
        (s) =>
          s.request.service === request.service &&
          s.request.environment === request.environment &&
          isActive(s) &&
          !isLost(s),
      );
      if (inTheWay !== undefined && inTheWay.request.shiftId.split('.')[0] !== releaseId)
        course.violate(`${request.shiftId} was to begin beside ${inTheWay.request.shiftId}`);
    },
    returned: (shift) => {
      const [releaseId, phase] = shift.request.shiftId.split('.') as [string, string];
      if (phase === 'CANARY') stores.canaryBack.set(releaseId, course.now());
    },
    told: (scope) => {
      for (const { request, failedAt, state } of stores.shifts.values())
        if (request.service === scope && state === 'RETURN_FAILED' && course.now() - failedAt! > TOLD_MS)
          course.violate(
            `that ${request.shiftId} could not give its traffic back was told after ${(course.now() - failedAt!) / 1000} s`,
          );
    },
    settled: ({ request }) => {
      const releaseId = request.shiftId.split('.')[0]!;
      if (payloadOf(releaseId, 'shift.WATCH.ended')?.['result'] !== 'PASSED')
        course.violate(`${request.shiftId} was settled although its watch did not pass`);
      stores.settled.push({ releaseId, service: request.service, commit: request.to.commit });
    },
  };
}

/** An approval or rejection on record is that of somebody who really gave it. */
export function answeredByPeople(stores: Stores, records: readonly AuditRecord[]): string | null {
  for (const { releaseId, payload } of records.filter(({ event }) => event === 'hold.ended')) {
    const { answer, by } = payload as { readonly answer?: string; readonly by?: string };
    if (answer !== 'APPROVED' && answer !== 'REJECTED') continue;
    const wanted = answer === 'APPROVED' ? 'APPROVE' : 'REJECT';
    if (!stores.answers.some((a) => a.releaseId === releaseId && a.person === by && a.answer === wanted))
      return `${releaseId}: ${answer} by ${by}, who never did`;
    if (answer === 'APPROVED' && stores.releases.get(releaseId)?.change.submittedBy.id === mailOf(String(by)))
      return `${releaseId}: approved by its author`;
  }
  return null;
}
