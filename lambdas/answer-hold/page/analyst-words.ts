import { html } from 'hono/html';
import type { AnalystWords } from '../../../core/contracts/analyst.ts';
import { analystLines, analystTitle } from '../../../core/report/analyst-text.ts';
import { safeLine } from '../../../core/report/safe-text.ts';
import type { Html } from './layout.ts';

/** Beside what the judge says, and marked: a model may be wrong, and it decided nothing. */
export function analystWords(words: AnalystWords | null): Html {
  if (words === null) return html``;
  const [first, ...more] = analystLines(words);
  const body =
    words.kind === 'UNAVAILABLE'
      ? html`<p class="soft">None: ${safeLine(words.why, 300)}. Nothing follows from that.</p>`
      : html`<p class="said">${first}</p>
          ${
            more.length > 0
              ? html`<ul>
                  ${more.map((line) => html`<li>${line}</li>`)}
                </ul>`
              : ''
          }`;
  return html`<h3>${analystTitle} <span class="soft">(a language model, which saw the figures alone)</span></h3>
    ${body}`;
}
