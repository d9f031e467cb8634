import { html, raw } from 'hono/html';
import { askingReasons } from '../../../core/report/reason-parts.ts';
import { reasonsAsHtml } from '../../../core/report/reasons-as-html.ts';
import { safeLine } from '../../../core/report/safe-text.ts';
import type { Html } from './layout.ts';
import type { PageView } from './page-view.ts';
import { time } from './state-banner.ts';

/** Why somebody is asked: the reasons that ask, and the whole tree behind them. */
export function whySection({ verdict }: PageView): Html {
  const asks = askingReasons(verdict.because);
  return html`<section aria-labelledby="why">
    <h2 id="why">Why a person is asked</h2>
    ${
      asks.length === 0
        ? html`<p>No rule asks for a person; the policy lets silence proceed.</p>`
        : html`<ul class="asks">
            ${asks.map(
              ({ rule, observed }) =>
                html`<li><strong>${safeLine(rule, 100)}</strong>${observed ? html`: ${safeLine(observed)}` : ''}</li>`,
            )}
          </ul>`
    }
    <details>
      <summary>All reasons of the decision</summary>
      ${raw(reasonsAsHtml(verdict.because))}
      <p class="soft">
        Policies that decided: ${verdict.policies.length > 0 ? safeLine(verdict.policies.join(', '), 1000) : 'none'}
      </p>
    </details>
  </section>`;
}

/** What happens next and when, if nobody stops it. */
export function aheadSection({ ahead, hold, state, verdict }: PageView): Html {
  if (state.kind !== 'OPEN') return html``;
  const skipped = verdict.plan.kind === 'RECORD_ONLY' ? verdict.plan.skipped : [];
  return html`<section aria-labelledby="ahead">
    <h2 id="ahead">What comes next</h2>
    <p class="soft">
      ${hold.kind === 'APPROVAL' ? 'If you approved now, at the earliest:' : 'If nobody stops it, at the earliest:'}
    </p>
    <ol class="ahead">
      ${ahead.map(
        ({ what, at, detail }) =>
          html`<li>
            ${time(at)} <strong>${safeLine(what, 100)}</strong> <span class="soft">${safeLine(detail, 300)}</span>
          </li>`,
      )}
    </ol>
    ${skipped.length > 0 ? html`<p>Left out by the plan: ${safeLine(skipped.join(', '), 500)}.</p>` : ''}
  </section>`;
}
