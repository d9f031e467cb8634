import { html, raw } from 'hono/html';
import { canarySaw } from '../../../core/canary/canary-saw.ts';
import { canaryStatement } from '../../../core/canary/canary-statement.ts';
import { minutes } from '../../../core/canary/figures.ts';
import { canaryPlot } from '../../../core/report/canary-plot.ts';
import { TEST_HEADINGS, testFigures } from '../../../core/report/test-figures.ts';
import type { Analysis } from '../../../core/contracts/analysis.ts';
import { safeLine } from '../../../core/report/safe-text.ts';
import { analystWords } from './analyst-words.ts';
import type { Html } from './layout.ts';
import type { PageView } from './page-view.ts';

/** What a small share of real traffic showed. Only PASS reads as good. */
export function canarySection({ canary, analyst, verdict }: PageView): Html {
  if (!canary) {
    const left = verdict.plan.kind === 'RECORD_ONLY';
    return section(
      html`${before(verdict.plan)}
        <p class="${left ? 'soft' : 'bad'}">
          ${left ? 'Left out: no runtime byte changes.' : 'No canary result is stored.'}
        </p>`,
    );
  }
  const { analysis, buckets, judge, watchedSeconds } = canary;
  const tone = analysis?.verdict === 'PASS' ? 'good' : analysis?.verdict === 'FAIL' ? 'bad' : 'unsure';
  const picture =
    buckets.length > 0 ? raw(canaryPlot({ buckets, judge, analysis, id: 'canary-plot' })) : 'No measurement is stored.';
  return section(
    html`${before(verdict.plan)}
      <p>
        <span class="badge ${tone}">${analysis ? analysis.verdict.toLowerCase() : 'not judged'}</span>
        ${analysis ? safeLine(analysis.headline, 600) : 'No analysis is stored.'}
      </p>
      ${
        analysis?.needed
          ? html`<p>To be sure, about ${Math.ceil(analysis.needed.requests)} canary requests more would be needed.</p>`
          : ''
      }
      ${analysis ? html`<p>It saw ${safeLine(canarySaw(analysis), 600)}${during(watchedSeconds)}.</p>` : ''}
      ${analystWords(analyst.canary)}
      <div class="picture">${picture}</div>
      ${figures(analysis)} ${quality(analysis?.dataQuality)}`,
  );
}

/** Every test with its figures, for those who want to check by hand. */
function figures(analysis: Analysis | null): Html {
  if (!analysis || analysis.tests.length === 0) return html``;
  const cells = (values: readonly string[], tag: 'th' | 'td') =>
    values.map((value) => (tag === 'th' ? html`<th scope="col">${value}</th>` : html`<td>${safeLine(value, 80)}</td>`));
  return html`<details>
    <summary>What each test saw</summary>
    <div class="wide">
      <table>
        <thead>
          <tr>
            ${cells(TEST_HEADINGS, 'th')}
          </tr>
        </thead>
        <tbody>
          ${analysis.tests.map(
            (test) =>
              html`<tr>
                ${cells(testFigures(test), 'td')}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

const during = (seconds: number | null): string => (seconds === null ? '' : `, in ${minutes(seconds)}`);

/** The canary as it was planned, and so run: what it could have shown (K4, K5). */
function before(plan: PageView['verdict']['plan']): Html {
  if (plan.kind !== 'ROLL_OUT' || plan.canary === undefined) return html``;
  return html`<p>Before the canary: ${safeLine(canaryStatement(plan.canary), 600)}.</p>`;
}

function quality(data: Analysis['dataQuality'] | undefined): Html {
  if (!data) return html``;
  return html`<p class="soft">
    Measured in ${data.buckets} buckets, ${data.missing} missing, ${data.rejected} refused as impossible. Precision:
    ${safeLine(data.precision, 200)}.${data.past === undefined ? '' : html` The past: ${safeLine(data.past, 300)}.`}
  </p>`;
}

function section(body: Html): Html {
  return html`<section aria-labelledby="canary">
    <h2 id="canary">Canary</h2>
    ${body}
  </section>`;
}
