import { html } from 'hono/html';
import { assertNever } from '../../../core/contracts/errors.ts';
import { formatDuration, formatInstant } from '../../../core/report/format-time.ts';
import { safeBlock, safeLine } from '../../../core/report/safe-text.ts';
import { silenceText } from '../../../core/report/silence-text.ts';
import { answerWords } from '../../../core/report/words.ts';
import type { Html } from './layout.ts';
import type { PageView } from './page-view.ts';

/** Where the hold stands: what is asked and until when, or what happened and that nothing can be answered any more. */
export function stateBanner({ state, hold, now }: PageView): Html {
  switch (state.kind) {
    case 'OPEN': {
      const left = formatDuration((Date.parse(hold.deadline) - Date.parse(now)) / 1000);
      return banner('open', asked[hold.kind], html`<p>${left} left. ${silenceText(hold.kind, hold.deadline)}</p>`);
    }
    case 'ENDED': {
      const tone = state.answer === 'APPROVED' || state.answer === 'ELAPSED' ? 'good' : 'ended';
      const why = safeBlock(state.reason, 1000);
      return banner(
        tone,
        `This release was ${answerWords[state.answer]}`,
        html`<p>By ${safeLine(state.by, 100)}, ${time(state.at)}. This link has been used up.</p>
          ${why ? html`<p class="said">${why}</p>` : ''}`,
      );
    }
    case 'STOPPED': {
      const title =
        state.stop.kind === 'SUPERSEDE' ? 'A newer head replaced this release' : 'This release is being cancelled';
      return banner(
        'ended',
        title,
        html`<p>By ${safeLine(state.stop.by, 100)}, ${time(state.stop.at)}. It can no longer be answered.</p>`,
      );
    }
    case 'CHANGED':
      return banner(
        'ended',
        `The ${state.what} changed since you were asked`,
        html`<p>This link speaks of other bytes or rules than the release has now. It can no longer be answered.</p>`,
      );
    case 'EXPIRED':
      return banner(
        'ended',
        'The time to answer is over',
        html`<p>The deadline was ${time(state.deadline)}. It can no longer be answered.</p>`,
      );
    default:
      return assertNever(state);
  }
}

const asked: Readonly<Record<PageView['hold']['kind'], string>> = {
  APPROVAL: 'Your approval is asked for',
  CANCEL_WINDOW: 'This goes to production unless somebody objects',
  TIME_LOCK: 'The time lock runs before production',
};

function banner(tone: 'open' | 'good' | 'ended', title: string, body: Html): Html {
  return html`<section class="banner ${tone}" aria-labelledby="state">
    <h2 id="state">${title}</h2>
    ${body}
  </section>`;
}

export function time(instant: string): Html {
  return html`<time datetime="${instant}">${formatInstant(instant)}</time>`;
}
