import type { ReleaseId } from '../../core/contracts/ids.ts';
import { answerAs } from '../../lambdas/answer-hold/answer-as.ts';
import { createHandler as createAnswerHold } from '../../lambdas/answer-hold/handler.ts';
import { stopRelease } from '../../lambdas/kit/stop-release.ts';
import type { MailMessage, Ports } from '../../lambdas/ports.ts';
import type { Calls } from './calls.ts';
import type { Course } from './course.ts';
import { APPROVERS, mailOf } from './settings.ts';
import type { Stores } from './stores.ts';

const LINK = /\/holds\/([\w.-]+)/;
const TRIES = 4;

/** The people of a life: they read their mails and answer, twice at times, or not at all; some cancel. */
export function createPeople(course: Course, calls: Calls, stores: Stores, ports: () => Ports) {
  const { choices } = course;

  /** Does something as one call, and again later when that failed. */
  function attempt(name: string, work: () => Promise<unknown>, tries = TRIES): Promise<void> {
    return calls.run({ name, limitSeconds: 20, work }, (end) => {
      if (end.kind !== 'RETURNED' && tries > 1) course.after(60, () => attempt(name, work, tries - 1));
    });
  }

  function answer(person: string, holdId: string, link: string, wanted: 'APPROVE' | 'REJECT'): Promise<void> {
    const releaseId = holdId.split('.')[0] as ReleaseId;
    const digest = stores.releases.get(releaseId)?.digest ?? null;
    stores.answers.push({ releaseId, person, answer: wanted, digest, at: course.now() });
    course.count(`answer ${wanted}`);
    const byPage = choices.pick(2) === 0;
    const form = { answer: wanted === 'APPROVE' ? 'approve' : 'reject', reason: 'so be it' } as const;
    return attempt(`${person} answers ${wanted} to ${holdId}`, () =>
      byPage
        ? createAnswerHold(ports()).answer(link, form)
        : answerAs(ports(), { releaseId, personId: person, answer: wanted, reason: 'so be it', via: 'command line' }),
    );
  }

  return {
    attempt,
    reads({ key, to, text }: MailMessage): void {
      const link = LINK.exec(text)?.[1];
      const person = APPROVERS.find((id) => mailOf(id) === to);
      if (link === undefined || person === undefined) return;
      const holdId = key.split('.').slice(0, 2).join('.');
      const isApproval = stores.holds.holds.get(holdId)?.hold.kind === 'APPROVAL';
      const wanted = wantedOf(person, isApproval);
      if (wanted === null) return;
      const say = () => answer(person, holdId, link, wanted);
      course.after(30 + choices.within(1500) / 1000, say);
      if (choices.odds(100)) {
        course.count('fault DOUBLE_ANSWER');
        course.after(31 + choices.within(1500) / 1000, say);
      }
    },
    cancels(releaseId: ReleaseId): Promise<void> {
      course.count('cancelled by a person');
      const actor = { id: 'maya@example.com', kind: 'PERSON', authenticated: true } as const;
      return attempt(`maya cancels ${releaseId}`, () =>
        stopRelease(ports(), releaseId, { kind: 'CANCEL', actor, reason: 'not now' }),
      );
    },
  };

  /** alice mostly approves what she is asked about; dora mostly leaves it to her; silence is an answer too. */
  function wantedOf(person: string, isApproval: boolean): 'APPROVE' | 'REJECT' | null {
    if (!isApproval) return choices.odds(40) ? choices.oneOf(['REJECT', 'APPROVE'] as const) : null;
    if (person !== 'alice') return choices.odds(250) ? choices.oneOf(['APPROVE', 'REJECT'] as const) : null;
    return choices.odds(200) ? choices.oneOf([null, 'REJECT'] as const) : 'APPROVE';
  }
}
