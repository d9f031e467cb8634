import { assertNever } from '../contracts/errors.ts';
import type { Hold, HoldAnswer } from '../contracts/hold.ts';
import { type HoldCurrent, type HoldState, deadlineOf, holdState } from './hold-state.ts';
import { isAuthor, samePerson } from './is-author.ts';
import { type HoldRefusal, refusalOf, refuse } from './refusal.ts';

/** PERSON is an approver (by id, as a link or the operating system proved it); DEADLINE is silence. */
export type HoldRequest =
  | {
      readonly kind: 'PERSON';
      readonly personId: string;
      readonly answer: 'APPROVE' | 'REJECT';
      readonly reason: string;
    }
  | { readonly kind: 'CANCEL'; readonly by: string; readonly reason: string }
  | { readonly kind: 'SUPERSEDE'; readonly by: string }
  | { readonly kind: 'DEADLINE' };

export type HoldEnd = {
  readonly kind: 'END';
  readonly answer: HoldAnswer;
  readonly by: string;
  readonly reason: string;
};

/**
 * What a request does to a hold: END it with an answer, or nothing. `now` is ms since 1970 on the release's clock.
 * Only a listed approver who wrote no part of the change approves, only before the deadline, only the bytes, config
 * and policies the hold was opened for. Stopping is always possible while the hold is open.
 */
export function answerHold(hold: Hold, request: HoldRequest, now: number, current: HoldCurrent): HoldEnd | HoldRefusal {
  const state = holdState(hold, now, current);
  if (state.kind === 'ENDED') return refusalOf(state);
  switch (request.kind) {
    case 'PERSON':
      return person(hold, request, state);
    case 'CANCEL':
      return end('CANCELLED', request.by, request.reason);
    case 'SUPERSEDE':
      return end('SUPERSEDED', request.by, 'a newer head of the same change was submitted');
    case 'DEADLINE':
      return deadline(hold, now, state);
    default:
      return assertNever(request);
  }
}

function person(hold: Hold, request: HoldRequest & { kind: 'PERSON' }, state: HoldState): HoldEnd | HoldRefusal {
  const approver = hold.approvers.find((one) => samePerson(one.id) === samePerson(request.personId));
  if (!approver) {
    const listed = hold.approvers.map(({ id }) => id).join(', ');
    return refuse('NOT_AN_APPROVER', `${plain(request.personId, 100)} is not an approver; expected one of ${listed}`);
  }
  const author = isAuthor(approver, hold.authors);
  if (author && request.answer === 'APPROVE')
    return refuse('IS_AUTHOR', `${approver.id} wrote or submitted part of this change and cannot approve it`);
  // Silence would proceed now: a stop that arrives before that happened still counts.
  const stopInTime = state.kind === 'EXPIRED' && request.answer === 'REJECT' && hold.silence === 'PROCEED';
  if (state.kind !== 'OPEN' && !stopInTime) return refusalOf(state);
  // An author does not answer for the change, but may withdraw it.
  if (request.answer === 'REJECT') return end(author ? 'CANCELLED' : 'REJECTED', approver.id, request.reason);
  if (hold.kind !== 'APPROVAL')
    return refuse('NOT_APPROVABLE', 'this hold asks for no approval; it can only be stopped');
  return end('APPROVED', approver.id, request.reason);
}

/** Silence proceeds only for these very bytes, with nobody objecting, and, in a cancel window, after a notice that arrived. */
function deadline(hold: Hold, now: number, state: HoldState): HoldEnd | HoldRefusal {
  if (state.kind === 'STOPPED') {
    const { kind, by, reason } = state.stop;
    return end(kind === 'CANCEL' ? 'CANCELLED' : 'SUPERSEDED', by, reason);
  }
  if (now < deadlineOf(hold)) return refuse('NOT_DUE', `the deadline is ${hold.deadline}`);
  if (state.kind !== 'EXPIRED') return end('EXPIRED', 'interlock', refusalOf(state).message);
  if (hold.silence !== 'PROCEED' || hold.kind === 'APPROVAL')
    return end('EXPIRED', 'interlock', 'nobody answered before the deadline');
  if (hold.kind === 'CANCEL_WINDOW' && !hold.noticeDelivered)
    return end('EXPIRED', 'interlock', 'the notice was not delivered, so silence does not proceed');
  return end('ELAPSED', 'interlock', 'nobody objected before the deadline');
}

/** Bounds are those of `Hold.status`. */
function end(answer: HoldAnswer, by: string, reason: string): HoldEnd {
  return { kind: 'END', answer, by: plain(by, 300), reason: plain(reason, 1000) };
}

/** Without control characters, at most `max` UTF-16 units. */
function plain(text: string, max: number): string {
  return text
    .replace(/[^\P{Cc}\n\t]/gu, ' ')
    .trim()
    .slice(0, max)
    .toWellFormed();
}
