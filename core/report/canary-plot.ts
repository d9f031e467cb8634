import { pastCut } from '../canary/latency-cuts.ts';
import { lowerBound, upperBound } from '../canary/upper-bound.ts';
import type { Analysis, JudgeConfig } from '../contracts/analysis.ts';
import type { Bucket } from '../contracts/measurement.ts';
import { type ArmPoint, type SeriesPoint, canarySeries, soundBuckets } from './canary-series.ts';
import { escapeHtml, htmlLine } from './escape-html.ts';
import { p99Of } from './latency-figures.ts';
import { plotStyle } from './picture-style.ts';
import { testBars } from './test-bars.ts';
import { type PanelBand, type PanelCurve, panelHeight, plotPanel, plotWidth, xAt } from './plot-panel.ts';

export type CanaryPlotFacts = {
  readonly buckets: readonly Bucket[];
  readonly judge: Pick<JudgeConfig, 'errorRateMax' | 'p99MsMax' | 'p99Times' | 'latencyMinRiseMs'>;
  readonly analysis: (Pick<Analysis, 'verdict' | 'headline'> & Partial<Pick<Analysis, 'tests' | 'pass'>>) | null;
  /** Makes ids unique when several pictures share a page: letters, digits, "-". */
  readonly id: string;
};

/** Height of the legend above the panels and of the bars below them. */
const above = 24;
const below = 62;
/** Error of each end of an interval of 95 %. */
const ONE_SIDE = 0.025;

/**
 * Error rate and slow requests of the canary and the version beside it in the same minutes, with the limits, how many
 * canary requests stand behind it, and how far each test of the judge was on its way to failing it. Lines show the rate
 * of everything so far, as the judge counts, and the area around it what the rate may be at 95 %; dots show each stretch
 * alone. An SVG that stands alone or inside HTML.
 */
export function canaryPlot({ buckets, judge, analysis, id }: CanaryPlotFacts): string {
  const usable = soundBuckets(buckets);
  const baseP99 = p99Of(usable.flatMap(({ baseline }) => (baseline ? [baseline] : [])));
  const cutMs = Math.min(judge.p99MsMax, baseP99 === null ? Infinity : pastCut(baseP99, judge));
  const series = canarySeries(usable, cutMs);
  const failing = rateCurves(series, ({ errors: count }) => count);
  const passing = analysis?.pass?.limit ?? judge.errorRateMax;
  const endSec = Math.max(1, ...series.map((point) => point.endSec));
  const errors = plotPanel({
    title: 'Error rate so far',
    top: above,
    endSec,
    ...failing,
    limits: [{ value: passing, label: `limit ${percent(passing)}` }],
    format: percent,
  });
  const sum = (arm: 'canary' | 'baseline') => series.reduce((n, point) => n + (point[arm]?.requests ?? 0), 0);
  const counts = `${sum('canary')} canary requests, ${sum('baseline')} beside them. Bars: canary requests over time.`;
  const what = analysis ? `${analysis.verdict}: ${analysis.headline}` : 'No analysis is stored.';
  const name = htmlLine(id, 60);
  const top = above + 2 * panelHeight;
  const tests = testBars(analysis?.tests ?? [], top + below + 8);
  return (
    `<svg class="il-plot" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${plotWidth} ${top + below + tests.height}" role="img" ` +
    `aria-labelledby="${name}-t ${name}-d"><title id="${name}-t">Canary beside the running version</title>` +
    `<desc id="${name}-d">${htmlLine(what, 600)} ${escapeHtml(counts)}</desc>${plotStyle}${legend}${errors}` +
    `${slowPanel(series, judge, cutMs, endSec)}<text class="il-plot-small" x="0" y="${top + 12}">${escapeHtml(counts)}</text>` +
    `${bars(series, endSec, top + 54)}${tests.svg}</svg>`
  );
}

/** A p99 limit holds when at most 1 % of requests are slower than it; with percentiles alone, the percentile is shown. */
function slowPanel(
  series: readonly SeriesPoint[],
  judge: CanaryPlotFacts['judge'],
  cutMs: number,
  endSec: number,
): string {
  const at = { top: above + panelHeight, endSec };
  if (series.every(({ canary }) => canary.requests === 0 || canary.slow !== null))
    return plotPanel({
      ...at,
      title: `Slower than ${ms(cutMs)} so far`,
      ...rateCurves(series, ({ slow }) => slow),
      limits: [{ value: 0.01, label: 'limit 1 %' }],
      format: percent,
    });
  const p99 = (arm: 'canary' | 'baseline'): PanelCurve => ({
    name: arm,
    points: series.map((point) => ({ sec: point.endSec, value: point[arm]?.p99 ?? null })),
  });
  const limits = [{ value: judge.p99MsMax, label: `limit ${ms(judge.p99MsMax)}` }];
  return plotPanel({ ...at, title: 'p99 latency', curves: [p99('baseline'), p99('canary')], limits, format: ms });
}

function rateCurves(
  series: readonly SeriesPoint[],
  count: (point: ArmPoint) => number | null,
): { readonly curves: readonly PanelCurve[]; readonly band: PanelBand } {
  const band: { sec: number; low: number; high: number }[] = [];
  const soFar = (arm: 'canary' | 'baseline'): PanelCurve => {
    let requests = 0;
    let events: number | null = 0;
    const points = series.map((point) => {
      const one = point[arm];
      const seen = one ? count(one) : 0;
      requests += one?.requests ?? 0;
      events = events === null || seen === null ? null : events + seen;
      if (arm === 'canary' && events !== null && requests > 0)
        band.push({
          sec: point.endSec,
          low: lowerBound(events, requests, ONE_SIDE),
          high: upperBound(events, requests, ONE_SIDE),
        });
      return { sec: point.endSec, value: events === null || requests === 0 ? null : events / requests };
    });
    return { name: arm, points };
  };
  const each = series.map(({ endSec, canary }) => {
    const seen = count(canary);
    return { sec: endSec, value: seen === null || canary.requests === 0 ? null : seen / canary.requests };
  });
  return { curves: [{ name: 'dots', points: each }, soFar('baseline'), soFar('canary')], band };
}

function bars(series: readonly SeriesPoint[], endSec: number, bottom: number): string {
  const most = Math.max(1, ...series.map((point) => point.canary.requests));
  const width = tenth(Math.max(2, ((plotWidth - 58) / Math.max(1, series.length)) * 0.7));
  return series
    .map(({ endSec: sec, canary: { requests } }) => {
      const height = tenth((requests / most) * 32);
      return `<rect class="il-plot-bar" x="${tenth(xAt(sec, endSec) - width)}" y="${tenth(bottom - height)}" width="${width}" height="${height}"/>`;
    })
    .join('');
}

const tenth = (n: number) => Math.round(n * 10) / 10;
const percent = (value: number) => `${Number((value * 100).toPrecision(2))} %`;
const ms = (value: number) => `${value < 100 ? Number(value.toPrecision(2)) : Math.round(value)} ms`;

const legend =
  '<path class="il-plot-canary" d="M0 8H18"/><text class="il-plot-small" x="23" y="12">canary</text>' +
  '<circle class="il-plot-dot" cx="76" cy="8" r="2.2"/><text class="il-plot-small" x="83" y="12">each stretch alone</text>' +
  '<path class="il-plot-baseline" d="M190 8H208"/><text class="il-plot-small" x="213" y="12">running version</text>' +
  '<path class="il-plot-limit" d="M308 8H326"/><text class="il-plot-small" x="331" y="12">limit</text>' +
  '<rect class="il-plot-band" x="366" y="3" width="18" height="10"/><text class="il-plot-small" x="388" y="12">95 %</text>';
