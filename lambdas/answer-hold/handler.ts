import { isAuthor } from '../../core/hold/is-author.ts';
import { linkIdOf, readLink } from '../../core/hold/hold-link.ts';
import type { Approver, Hold } from '../../core/contracts/hold.ts';
import { interlock } from '../kit/recorder.ts';
import { answerOpenHold, type AnswerResult } from './answer-as.ts';
import type { Deps } from './deps.ts';
import { pageViewOf } from './page-view-of.ts';
import type { PageAnswer, PageForm, PageView } from './page/page-view.ts';

/** What the page and the home's bell call. Loading changes nothing; answering decides once. */
export const createHandler = (deps: Deps) => ({
  async load(text: string): Promise<PageView | null> {
    const opened = await openLink(deps, text);
    if (opened === null) return null;
    const { hold, approver } = opened;
    return pageViewOf(deps, hold, { id: approver.id, isAuthor: isAuthor(approver, hold.authors) });
  },

  async answer(text: string, form: PageForm): Promise<PageAnswer> {
    const opened = await openLink(deps, text);
    if (opened === null) return { kind: 'UNKNOWN' };
    const { hold, approver } = opened;
    const result = await answerOpenHold(
      deps,
      hold,
      {
        kind: 'PERSON',
        personId: approver.id,
        answer: form.answer === 'approve' ? 'APPROVE' : 'REJECT',
        reason: form.reason,
      },
      { id: approver.id, kind: 'PERSON', authenticated: true },
    );
    return result.kind === 'ENDED' ? { kind: 'DONE' } : { kind: 'REFUSED', message: result.message };
  },

  /** The deadline of a hold has come; null when there is no such hold. Calling early or twice changes nothing. */
  async deadline(holdId: string): Promise<AnswerResult | null> {
    const hold = await deps.holds.get(holdId);
    return hold === null ? null : answerOpenHold(deps, hold, { kind: 'DEADLINE' }, interlock);
  },
});

/** The hold and approver behind a link whose signature is ours; null for every other text. */
async function openLink(deps: Deps, text: string): Promise<{ hold: Hold; approver: Approver } | null> {
  const linkId = linkIdOf(text);
  const link = linkId === null ? null : await deps.holds.link(linkId);
  const hold = link === null ? null : await deps.holds.get(link.holdId);
  if (link === null || hold === null) return null;
  if (!readLink((value) => deps.linkSigner.sign(value), text, link.linkId, hold, link.approverId)) return null;
  const approver = hold.approvers.find((a) => a.id === link.approverId);
  return approver === undefined ? null : { hold, approver };
}
