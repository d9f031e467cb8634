import { html, raw } from 'hono/html';
import { canaryPlot } from '../../../core/report/canary-plot.ts';
import { safeLine } from '../../../core/report/safe-text.ts';
import type { Html } from './layout.ts';
import type { PageView } from './page-view.ts';

/** What a small share of real traffic showed. Only PASS reads as good. */
export function canarySection({ canary, verdict }: PageView): Html {
  if (!canary) {
    const left = verdict.plan.kind === 'RECORD_ONLY';
    return section(
      html`<p class="${left ? 'soft' : 'bad'}">
        ${left ? 'Left out: no runtime byte changes.' : 'No canary result is stored.'}
      </p>`,
    );
  }
  const { analysis, buckets, judge } = canary;
  const tone = analysis?.verdict === 'PASS' ? 'good' : analysis?.verdict === 'FAIL' ? 'bad' : 'unsure';
  const picture =
    buckets.length > 0 ? raw(canaryPlot({ buckets, judge, analysis, id: 'canary-plot' })) : 'No measurement is stored.';
  return section(
    html`<p>
        <span class="badge ${tone}">${analysis ? analysis.verdict.toLowerCase() : 'not judged'}</span>
        ${analysis ? safeLine(analysis.headline, 600) : 'No analysis is stored.'}
      </p>
      ${
        analysis?.needed
          ? html`<p>To be sure, about ${Math.ceil(analysis.needed.requests)} canary requests more would be needed.</p>`
          : ''
      }
      <div class="picture">${picture}</div>
      ${quality(analysis?.dataQuality)}`,
  );
}

function quality(data: { buckets: number; rejected: number; missing: number; precision: string } | undefined): Html {
  if (!data) return html``;
  return html`<p class="soft">
    Measured in ${data.buckets} buckets, ${data.missing} missing, ${data.rejected} refused as impossible. Precision:
    ${safeLine(data.precision, 200)}.
  </p>`;
}

function section(body: Html): Html {
  return html`<section aria-labelledby="canary">
    <h2 id="canary">Canary</h2>
    ${body}
  </section>`;
}
