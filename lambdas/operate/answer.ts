import type { Operation, OperationResult } from '../../core/contracts/operation.ts';
import { isSameAnswer } from '../../core/hold/same-answer.ts';
import { approverNamed, approversOf } from '../../core/hold/who-is.ts';
import { answerOpenHold } from '../answer-hold/answer-as.ts';
import type { Deps } from './deps.ts';
import { viaOf } from './via-of.ts';

type Answer = Extract<Operation, { kind: 'ANSWER' }>;

/** The answer of an approver whom AWS proved: the same rules as on the page, for exactly the hold that they saw. */
export async function answer(
  deps: Deps,
  { holdId, answer, reason }: Answer,
  principal: string,
): Promise<OperationResult<'ANSWER'>> {
  const hold = await deps.holds.get(holdId);
  const release = hold === null ? null : await deps.releases.get(hold.subject.releaseId);
  if (hold === null || release === null)
    return { kind: 'REFUSED', why: 'NO_HOLD', message: 'nothing waits for this answer' };
  const { config } = await deps.settings.current();
  const approver = approverNamed(approversOf(config, release.change.service), principal);
  if (approver === null)
    return {
      kind: 'REFUSED',
      why: 'NOT_AN_APPROVER',
      message: `${principal.slice(0, 300)} is the principal of no approver of ${release.change.service}`,
    };
  if (hold.status.kind === 'ENDED' && isSameAnswer(hold, approver.id, answer))
    return { kind: 'ENDED', answer: hold.status.answer, by: hold.status.by };
  const via = `by ${viaOf(principal)}`;
  return answerOpenHold(
    deps,
    hold,
    { kind: 'PERSON', personId: approver.id, answer, reason: reason === '' ? via : `${reason} (${via})` },
    { id: approver.id, kind: 'PERSON', authenticated: true },
  );
}
