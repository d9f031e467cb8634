import { judgeConfigFor } from '../../core/canary/judge-config.ts';
import type { Config } from '../../core/contracts/config.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import { canaryPlot } from '../../core/report/canary-plot.ts';
import { htmlLine } from '../../core/report/escape-html.ts';
import { reasonsAsHtml } from '../../core/report/reasons-as-html.ts';
import { wayPicture } from '../../core/report/way-picture.ts';
import type { ChangeName } from '../make-shop.ts';
import type { Expectation, Seen } from './expectations.ts';
import { wayOf } from './way-of.ts';

export type Chapter = { readonly name: ChangeName; readonly seen: Seen; readonly expectations: readonly Expectation[] };

const STYLE = `:root{color-scheme:light dark;--text:#1f2328;--soft:#57606a;--paper:#fff;--card:#f6f8fa;--line:#d1d5da;--good:#1a7f37;--bad:#b42318}
@media (prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#a9b2bc;--paper:#0d1117;--card:#15191e;--line:#3b424b;--good:#4ec269;--bad:#ff8f87}}
body{margin:0 auto;max-width:64rem;padding:2rem 1rem;font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--text);background:var(--paper)}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:0}section{border:1px solid var(--line);border-radius:10px;padding:1.25rem;margin:1.5rem 0;background:var(--card)}
.outcome{font-weight:600}.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:1.5rem}.soft{color:var(--soft)}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
.yes{color:var(--good)}.no{color:var(--bad)}svg{max-width:100%;height:auto}details{margin-top:1rem}code{font-size:.9em}ul{padding-left:1.2rem}`;

/** The demo's report: every change's way as a picture, its reasons, and what was measured, with the limits drawn in. */
export function demoReport(chapters: readonly Chapter[], config: Config, summary: readonly string[]): string {
  const rows = chapters.map(
    ({ name, seen, expectations }) =>
      `<tr><th scope="row"><a href="#${name}">${name}</a></th><td>${htmlLine(seen.view.release.change.title, 120)}</td>` +
      `<td class="outcome">${seen.view.release.outcome ?? 'open'}</td><td>${verdictOf(expectations)}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Interlock demo</title><style>${STYLE}</style></head><body><main>
<h1>What happened to six changes of a shop</h1>
<ul>${summary.map((s) => `<li>${htmlLine(s, 300)}</li>`).join('')}</ul>
<table><thead><tr><th>Change</th><th>Title</th><th>Outcome</th><th>As expected</th></tr></thead><tbody>${rows.join('')}</tbody></table>
${chapters.map((c) => chapter(c, config)).join('\n')}
</main></body></html>
`;
}

const verdictOf = (expectations: readonly Expectation[]) =>
  expectations.every((e) => e.met) ? '<span class="yes">yes</span>' : '<span class="no">no</span>';

function chapter({ name, seen, expectations }: Chapter, config: Config): string {
  const { view } = seen;
  const { verdict } = view;
  const findings = view.findings.map(
    (f) =>
      `<li>${htmlLine(f.gate, 60)}: <code>${htmlLine(`${f.file ?? ''}${f.line === undefined ? '' : `:${f.line}`}`, 200)}</code> ${htmlLine(f.message, 300)}</li>`,
  );
  return `<section id="${name}"><h2>${htmlLine(view.release.change.title, 150)}</h2>
<p><span class="outcome">${view.release.outcome ?? 'open'}</span> <span class="soft">${view.release.releaseId}, ${htmlLine(view.release.change.change, 100)}, ${view.release.change.head.slice(0, 12)}</span></p>
<div class="columns"><div>${wayPicture({ title: `Way of ${name}`, steps: wayOf(view), id: `way-${name}` })}</div>
<div>${view.shifts.map((s) => plotOf(s, config, name)).join('')}</div></div>
<h3>Expected</h3><ul>${expectations.map((e) => `<li class="${e.met ? 'yes' : 'no'}">${e.met ? '✓' : '✗'} ${htmlLine(e.what, 200)}</li>`).join('')}</ul>
${findings.length === 0 ? '' : `<h3>Findings</h3><ul>${findings.join('')}</ul>`}
${verdict === null ? '' : `<details><summary>Reasons of the decision: ${verdict.route}, class ${verdict.riskClass}, confidence ${verdict.confidence} of 95</summary>${reasonsAsHtml(verdict.because)}</details>`}
</section>`;
}

function plotOf(shift: ShiftEvidence, config: Config, name: string): string {
  if (shift.phase === 'STAGING' || shift.buckets.length === 0) return '';
  const tier = config.services['shop' as keyof typeof config.services]?.tier ?? 'standard';
  return `<figure><figcaption>${shift.phase}: ${htmlLine(shift.analysis?.headline ?? '', 400)}</figcaption>${canaryPlot(
    {
      buckets: shift.buckets,
      judge: shift.judge?.config ?? judgeConfigFor(config, tier, shift.plannedSeconds),
      analysis: shift.analysis,
      id: `plot-${name}-${shift.phase}`.toLowerCase(),
    },
  )}</figure>`;
}
