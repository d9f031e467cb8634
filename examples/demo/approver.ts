import { listMails } from '../../embedded/mailbox/list-mails.ts';

export type Answered = { readonly subject: string; readonly answer: 'approve' | 'reject'; readonly page: string };

/**
 * Plays the approver: opens the link of every approval mail that comes, reads the page, and sends the page's own form.
 * `decide` says what to answer by the page's text; null leaves the mail alone.
 */
export function approver(
  home: string,
  decide: (page: string) => { answer: 'approve' | 'reject'; reason: string } | null,
) {
  const opened = new Set<string>();
  const answered: Answered[] = [];
  return {
    answered,
    /** Looks into the mailbox once. */
    async check(): Promise<void> {
      for (const mail of listMails(home)) {
        const link = mail.links[0];
        if (opened.has(mail.file) || link === undefined || !mail.subject.startsWith('Approval needed')) continue;
        opened.add(mail.file);
        const page = await (await fetch(link)).text();
        const decision = page.includes('<form') ? decide(page) : null;
        if (decision === null) continue;
        const response = await fetch(link, { method: 'POST', body: new URLSearchParams(decision), redirect: 'manual' });
        if (response.status !== 303)
          throw new Error(`the approval page answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
        answered.push({ subject: mail.subject, answer: decision.answer, page });
      }
    },
  };
}
