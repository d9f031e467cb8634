import type { Incident } from '../contracts/incident.ts';
import type { AnalystWords } from '../contracts/analyst.ts';
import type { Outcome } from '../contracts/outcome.ts';
import { analystLines, analystTitle } from './analyst-text.ts';
import { formatDuration } from './format-time.ts';
import { incidentParts } from './incident-parts.ts';
import { type MailContent, type MailPart, mailLayout } from './mail-layout.ts';

/** `title`, `reason` and `rollback` may be untrusted text. */
export type OutcomeMailFacts = {
  readonly releaseId: string;
  readonly service: string;
  readonly change: string;
  readonly title: string;
  readonly outcome: Outcome;
  /** From submission to end, in seconds of the release's clock. */
  readonly seconds: number;
  readonly reason: string;
  /** What the rollback came to; null when no traffic had been moved, or when it is not known. */
  readonly rollback: string | null;
  /** Of a change that production did not take; null or left out where there is none. */
  readonly incident?: Incident | null;
  /** What a model said of the figures of the shift that failed; null where none did, or nothing was said. */
  readonly analyst: AnalystWords | null;
  readonly link: string | null;
};

/** What people have to do now, for every way a release can end. */
const actions: Readonly<Record<Outcome, string>> = {
  DEPLOYED: 'None.',
  REJECTED: 'Mend what the reason names and submit the change again.',
  CANCELLED: 'None. Submit the change again if it is still wanted.',
  EXPIRED: 'Submit the change again and have an approver ready.',
  SUPERSEDED: 'None. The newer head has its own release.',
  ROLLED_BACK: 'Find the cause before the change comes back; these bytes are quarantined.',
  ROLLBACK_FAILED: 'Act now: the old version does not serve all traffic. Follow the runbook, "rollback failed".',
  ERRORED: 'Look at the release: a step failed and the release was ended safely.',
};

const headlines: Readonly<Record<Outcome, string>> = {
  DEPLOYED: 'Deployed',
  REJECTED: 'Rejected',
  CANCELLED: 'Cancelled',
  EXPIRED: 'Expired without an answer',
  SUPERSEDED: 'Superseded',
  ROLLED_BACK: 'Rolled back',
  ROLLBACK_FAILED: 'ROLLBACK FAILED',
  ERRORED: 'Ended by an error',
};

/** Success after the watch (001-29), or what went wrong, what the rollback came to and what to do (001-30). */
export function outcomeMail(facts: OutcomeMailFacts): MailContent {
  const headline = headlines[facts.outcome];
  const failed = facts.outcome !== 'DEPLOYED';
  const rows: readonly (readonly [string, string])[] = [
    ['Title', facts.title],
    ['Change', facts.change],
    ['Release', facts.releaseId],
    ['Status', facts.outcome],
    ['Total time', formatDuration(facts.seconds)],
    ...(failed
      ? ([
          ['Reason', facts.reason],
          ['Rollback', facts.rollback ?? noRollback(facts.outcome)],
          ['Action required', actions[facts.outcome]],
        ] as const)
      : // What the watch saw and no more: one that saw no request has not shown that the version is stable.
        ([['Watch', facts.reason]] as const)),
  ];
  const words = analystLines(facts.analyst);
  const link: readonly MailPart[] = facts.link ? [{ kind: 'LINK', label: 'View the release', url: facts.link }] : [];
  return mailLayout(`${headline}: ${facts.service}: ${facts.title}`, `${headline}: ${facts.service}`, [
    { kind: 'ROWS', title: failed ? 'What happened' : 'Watched to the end', rows },
    ...(facts.incident ? incidentParts(facts.incident) : []),
    ...(words.length > 0
      ? [{ kind: 'LIST', title: `${analystTitle}, which decide nothing`, items: words } as const]
      : []),
    ...link,
  ]);
}

/** Ended before any traffic moved, so there was nothing to give back; for the other outcomes silence is not good news. */
function noRollback(outcome: Outcome): string {
  const moved = outcome === 'ROLLED_BACK' || outcome === 'ROLLBACK_FAILED' || outcome === 'ERRORED';
  return moved ? 'not known' : 'not needed, no traffic had been moved';
}
