import { type HoldMailFacts, holdParts } from './approval-mail.ts';
import { type MailContent, mailLayout } from './mail-layout.ts';
import { safeLine } from './safe-text.ts';

/** Tells that silence will let the change through, with the way to stop it (001-55). */
export function cancelWindowMail(facts: HoldMailFacts): MailContent {
  return mailLayout(
    `Goes on unless you object: ${facts.service}: ${facts.title}`,
    `${facts.service} goes to production unless somebody objects`,
    [
      { kind: 'TEXT', text: safeLine(facts.title, 300) },
      ...holdParts(facts, 'CANCEL_WINDOW', 'View details or stop it'),
    ],
  );
}

/** Tells that the time lock runs (000-28), with the way to stop it. */
export function timeLockMail(facts: HoldMailFacts): MailContent {
  return mailLayout(
    `Time lock runs: ${facts.service}: ${facts.title}`,
    `${facts.service} is rolled out when the time lock ends`,
    [{ kind: 'TEXT', text: safeLine(facts.title, 300) }, ...holdParts(facts, 'TIME_LOCK', 'View details or stop it')],
  );
}
