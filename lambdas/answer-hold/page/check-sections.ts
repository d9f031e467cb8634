import { html } from 'hono/html';
import type { Finding, GateResult } from '../../../core/contracts/gate-result.ts';
import { formatDuration } from '../../../core/report/format-time.ts';
import { safeLine } from '../../../core/report/safe-text.ts';
import { analystWords } from './analyst-words.ts';
import type { Html } from './layout.ts';
import type { PageView } from './page-view.ts';

/** Findings shown of one gate; the rest is counted. */
const findingsShown = 10;

export function gatesSection({ gates }: PageView): Html {
  const passed = gates.filter(({ status }) => status === 'PASSED').length;
  return html`<section aria-labelledby="gates">
    <h2 id="gates">Gates</h2>
    ${
      gates.length === 0
        ? html`<p class="bad">No gate result is stored.</p>`
        : html`<p>${passed} of ${gates.length} passed.</p>
            <ul class="checks">
              ${gates.map(gate)}
            </ul>`
    }
  </section>`;
}

function gate({ gate: name, stage, status, summary, findings, seconds }: GateResult): Html {
  const more = findings.length - findingsShown;
  return html`<li>
    ${badge(status === 'PASSED', status.toLowerCase().replace('_', ' '))} <strong>${safeLine(name, 100)}</strong>
    <span class="soft">${safeLine(stage, 100)}, ${formatDuration(seconds)}</span>
    ${summary ? html`<div>${safeLine(summary, 300)}</div>` : ''}
    ${
      findings.length > 0
        ? html`<ul class="plain">
            ${findings.slice(0, findingsShown).map(finding)}
          </ul>`
        : ''
    }
    ${more > 0 ? html`<div class="soft">and ${more} more findings</div>` : ''}
  </li>`;
}

function finding({ severity, rule, message, file, line }: Finding): Html {
  const place = file === undefined ? '' : line === undefined ? file : `${file}:${line}`;
  return html`<li>
    ${severity}: ${safeLine(message, 300)} <span class="soft">${safeLine(rule, 100)}</span> ${
      place ? html`<code>${safeLine(place, 300)}</code>` : ''
    }
  </li>`;
}

export function stagingSection({ staging, analyst, verdict }: PageView): Html {
  const skipped = verdict.plan.kind === 'RECORD_ONLY';
  return html`<section aria-labelledby="staging">
    <h2 id="staging">Staging</h2>
    ${
      staging === null || staging.length === 0
        ? html`<p class="${skipped ? 'soft' : 'bad'}">
            ${skipped ? 'Left out: no runtime byte changes.' : 'No staging result is stored.'}
          </p>`
        : html`<ul class="checks">
            ${staging.map(
              ({ name, kind, passed, detail }) =>
                html`<li>
                  ${badge(passed, passed ? 'passed' : 'failed')} <strong>${safeLine(name, 100)}</strong>
                  <span class="soft">${safeLine(kind, 60)}</span>
                  ${detail ? html`<div>${safeLine(detail, 300)}</div>` : ''}
                </li>`,
            )}
          </ul>`
    }
    ${analystWords(analyst.staging)}
  </section>`;
}

/** A word with a mark; the colour only repeats what the word says. */
export function badge(good: boolean, word: string): Html {
  return html`<span class="badge ${good ? 'good' : 'bad'}"
    ><span aria-hidden="true">${good ? '✓' : '✗'}</span> ${word}</span
  >`;
}
