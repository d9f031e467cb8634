import { html } from 'hono/html';
import { safeBlock, safeLine } from '../../../core/report/safe-text.ts';
import type { Html } from './layout.ts';
import type { PageView } from './page-view.ts';

/** What the model said. It advises: it can ask for a person and can neither approve nor block (000-17, 000-31). */
export function reviewSection({ review }: PageView): Html {
  const body = !review
    ? html`<p class="bad">No review is stored.</p>`
    : review.kind === 'UNAVAILABLE'
      ? html`<p class="bad">Unavailable: ${safeLine(review.why, 500)}. Nobody and nothing has reviewed this change.</p>`
      : reviewed(review);
  return html`<section aria-labelledby="review">
    <h2 id="review">Review by a model <span class="soft">(advisory)</span></h2>
    <p class="soft">Text of a language model. It may be wrong and the change may have tried to influence it.</p>
    ${body}
  </section>`;
}

type Reviewed = Exclude<NonNullable<PageView['review']>, { kind: 'UNAVAILABLE' }>;

function reviewed({ kind, model, answer, coverage }: Reviewed): Html {
  const unseen = coverage.filesUnseen;
  return html`<p>
      Risk score <strong>${answer.risk_score} of 10</strong>, from ${safeLine(model, 200)}, which saw
      ${coverage.hunksSeen} of ${coverage.hunksTotal} hunks.
    </p>
    ${
      kind === 'PARTIAL'
        ? html`<p class="bad">Not seen: ${safeLine(unseen.slice(0, 20).join(', '), 1000) || 'part of the change'}.</p>`
        : ''
    }
    <p class="said">${safeBlock(answer.rationale, 2000)}</p>
    ${list('Security', answer.security_findings)} ${list('Breaking changes', answer.breaking_changes)}
    ${list('Performance', answer.performance_concerns)} ${list('Not covered by tests', answer.coverage_gaps)}`;
}

function list(title: string, items: readonly string[]): Html {
  if (items.length === 0) return html``;
  return html`<h3>${title}</h3>
    <ul>
      ${items.slice(0, 20).map((item) => html`<li>${safeLine(item, 500)}</li>`)}
    </ul>`;
}
