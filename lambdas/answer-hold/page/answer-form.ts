import { html } from 'hono/html';
import { safeLine } from '../../../core/report/safe-text.ts';
import type { Html } from './layout.ts';
import type { PageView } from './page-view.ts';
import { reasonMax } from './read-form.ts';

/** Why the form comes back, and the reason that had been typed. */
export type FormProblem = { readonly message: string; readonly reason: string };

/** One form, sent only by a button. The browser asks for the reason of a rejection; the server does too. */
export function answerForm({ hold, viewer, release }: PageView, problem?: FormProblem): Html {
  const approves = hold.kind === 'APPROVAL' && !viewer.isAuthor;
  const describedBy = problem ? 'reason-help form-problem' : 'reason-help';
  return html`<section class="decide" aria-labelledby="decide">
    <h2 id="decide">Your decision</h2>
    <p>
      It counts for commit <code>${safeLine(release.head, 60).slice(0, 8)}</code> and its artifact alone, is recorded
      under ${safeLine(viewer.id, 100)} and cannot be taken back here.
    </p>
    ${
      viewer.isAuthor && hold.kind === 'APPROVAL'
        ? html`<p class="bad">You wrote or submitted part of this change: you can stop it, but not approve it.</p>`
        : ''
    }
    ${problem ? html`<p id="form-problem" class="problem" role="alert">${safeLine(problem.message, 500)}</p>` : ''}
    <form method="post" autocomplete="off">
      <label for="reason">Reason</label>
      <p id="reason-help" class="soft">
        ${approves ? 'Needed to reject; kept in the record either way.' : 'Needed to stop it; kept in the record.'} At
        most ${reasonMax} characters.
      </p>
      <textarea id="reason" name="reason" rows="4" maxlength="${reasonMax}" required aria-describedby="${describedBy}">
${problem?.reason ?? ''}</textarea>
      <div class="buttons">
        ${approves ? html`<button class="approve" name="answer" value="approve" formnovalidate>Approve</button>` : ''}
        <button class="reject" name="answer" value="reject">${approves ? 'Reject' : 'Stop this release'}</button>
      </div>
    </form>
  </section>`;
}
