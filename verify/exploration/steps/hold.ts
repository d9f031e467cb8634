import { Terminal } from '../../../core/contracts/errors.ts';
import type { Hold, HoldAnswer, HoldKind } from '../../../core/contracts/hold.ts';
import type { HoldNeed, HoldTiming } from '../../../core/hold/hold-for.ts';
import type { Reply, Rules, Step } from '../rules.ts';
import { STOP, withRelease, type Release } from '../world.ts';

export type HoldGate = 'APPROVAL' | 'TIME_LOCK';
const TIMING: HoldTiming = {
  ...{ approvalSeconds: 86_400, cancelWindowSeconds: 3600, timeLockSeconds: 900, timeLockAfterApprovalSeconds: 300 },
};

/** open-hold: the hold that the core asks for is opened, or answered at once. Word RETURNED: it waits for its answer. */
export const openHold =
  (gate: HoldGate): Step =>
  (world, i, rules) => {
    const release = world.releases[i]!;
    const before = release.holds[gate];
    if (before === 'OPEN') return [{ word: 'RETURNED', world }];
    const put = (answer: HoldAnswer | 'OPEN') => withRelease(world, i, { holds: { ...release.holds, [gate]: answer } });
    const now = (answer: HoldAnswer): Reply => ({ word: wordOf(rules, gate, answer, release), world: put(answer) });
    if (before !== null) return [{ word: 'RETURNED', world }];
    if (release.stop) return [now('CANCELLED')];
    const need = needOf(rules, gate, release);
    if (need === null) return [{ word: null, world }];
    return [need.kind === 'NONE' ? now('NOT_REQUIRED') : { word: 'RETURNED', world: put('OPEN') }];
  };

/** Every way an open hold ends, by the core's reducer: people, stops, silence; with the notice delivered and not. */
export const answerHold =
  (gate: HoldGate): Step =>
  (world, i, rules) => {
    const release = world.releases[i]!;
    const need = needOf(rules, gate, { ...release, holds: { ...release.holds, [gate]: null } });
    if (release.holds[gate] !== 'OPEN' || need === null || need.kind === 'NONE') return [];
    return answersOf(rules, need.holdKind, need.silence, release).map((answer) => ({
      word: wordOf(rules, gate, answer, release),
      world: withRelease(world, i, { holds: { ...release.holds, [gate]: answer } }),
    }));
  };

const wordOf = (rules: Rules, gate: HoldGate, answer: HoldAnswer, { verdict }: Release) =>
  verdict === null ? 'CLOSE' : rules.nextAfterHold(gate, answer, verdict.plan);

/** Null where the core throws: it cannot have been meant. Time stands still here; deadlines come as a request. */
function needOf(rules: Rules, gate: HoldGate, { verdict, shifts, holds }: Release): HoldNeed | null {
  if (verdict === null) return null;
  const canary = shifts.CANARY?.result ?? null;
  try {
    return rules.holdFor({
      ...{ gate, verdict, canary, now: 0, timing: TIMING },
      staging: shifts.STAGING?.result ?? null,
      canaryPassedAt: shifts.CANARY?.ended ? 0 : null,
      approvedAt: holds.APPROVAL === 'APPROVED' ? 0 : null,
    });
  } catch (error) {
    if (error instanceof Terminal) return null;
    throw error;
  }
}

const SUBJECT = { releaseId: 'rel-00000000000000000000', head: 'decided', digest: 'decided', configHash: 'decided' };
const APPROVER = { id: 'ann', email: 'ann@example.com' };
const DEADLINE = '2026-01-05T11:00:00.000Z';

function answersOf(rules: Rules, kind: HoldKind, silence: Hold['silence'], { stop, moved }: Release): HoldAnswer[] {
  const now = moved ? 'changed' : 'decided';
  const current = { head: now, digest: now, configHash: now, stop: stop ? STOP : null };
  const found = new Set<HoldAnswer>();
  for (const noticeDelivered of [true, false]) {
    const hold = {
      ...{ holdId: 'h', kind, silence, subject: SUBJECT, approvers: [APPROVER], authors: ['bob'], noticeDelivered },
      ...{ openedAt: '2026-01-05T10:00:00.000Z', deadline: DEADLINE, status: { kind: 'OPEN' } },
    } as unknown as Hold;
    for (const at of [Date.parse(DEADLINE) - 1, Date.parse(DEADLINE)])
      for (const request of [
        { kind: 'PERSON', personId: 'ann', answer: 'APPROVE', reason: '' },
        { kind: 'PERSON', personId: 'ann', answer: 'REJECT', reason: '' },
        { kind: 'CANCEL', by: 'ann', reason: '' },
        { kind: 'SUPERSEDE', by: 'ann' },
        { kind: 'DEADLINE' },
      ] as const) {
        const end = rules.answerHold(hold, request, at, current);
        if (end.kind === 'END') found.add(end.answer);
      }
  }
  return [...found];
}
