import { escapeHtml } from './escape-html.ts';

/** A line or, with `dots`, single points. A null value is a gap. */
export type PanelCurve = {
  readonly name: 'canary' | 'baseline' | 'dots';
  readonly points: readonly { readonly sec: number; readonly value: number | null }[];
};

/** What a curve may be, by what was counted: an interval at each moment, drawn as an area behind the curves. */
export type PanelBand = readonly { readonly sec: number; readonly low: number; readonly high: number }[];

/** What one panel shows over time; all values and limits share one unit. */
export type Panel = {
  readonly title: string;
  readonly top: number;
  readonly endSec: number;
  readonly curves: readonly PanelCurve[];
  readonly band?: PanelBand;
  readonly limits: readonly { readonly value: number; readonly label: string }[];
  readonly format: (value: number) => string;
};

export const plotWidth = 420;
export const panelHeight = 165;
const left = 50;
const right = 8;
const head = 24;
const foot = 24;

/** Horizontal position of a second. */
export function xAt(sec: number, endSec: number): number {
  return round(left + (sec / Math.max(1, endSec)) * (plotWidth - left - right));
}

/** SVG of one panel, from `top` downwards: axes, limits as dashed lines with their names, the curves over them. */
export function plotPanel({ title, top, endSec, curves, band = [], limits, format }: Panel): string {
  const values = curves.flatMap(({ points }) => points.flatMap(({ value }) => (value === null ? [] : [value])));
  // A limit far above everything seen would flatten the curves: it is named beside the title instead of drawn.
  const seen = Math.max(0, ...values, band.at(-1)?.high ?? 0);
  const drawn = limits.filter(({ value }) => value <= seen * 5 || seen === 0);
  const far = limits.filter((limit) => !drawn.includes(limit)).map(({ label }) => `${label}, far above`);
  const most = roundUp(Math.max(seen, ...drawn.map(({ value }) => value * 1.1)));
  const height = panelHeight - head - foot;
  const y = (value: number) => round(top + head + height - (value / most) * height);
  const across = (name: string, value: number) =>
    `<line class="il-plot-${name}" x1="${left}" x2="${plotWidth - right}" y1="${y(value)}" y2="${y(value)}"/>`;
  const ticks = endSec >= 120 ? [0, endSec / 2, endSec] : [0, endSec];
  return [
    text(0, top + 12, title, 'il-plot-title', 'start'),
    text(plotWidth - right, top + 12, far.join('; '), 'il-plot-small', 'end'),
    ...[0, most / 2, most].map(
      (value) => across('grid', value) + text(left - 5, y(value) + 4, format(value), 'il-plot-small', 'end'),
    ),
    drawBand(
      band,
      (sec) => xAt(sec, endSec),
      (value) => y(Math.min(value, most)),
    ),
    ...drawn.map(({ value }) => across('limit', value)),
    ...curves.map((curve) => drawCurve(curve, (sec) => xAt(sec, endSec), y)),
    ...drawn.map(({ value, label }) => text(plotWidth - right, y(value) - 4, label, 'il-plot-limit-text', 'end')),
    ...ticks.map((sec, i) => {
      const anchor = i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle';
      return text(xAt(sec, endSec), top + panelHeight - 8, `${round(sec / 60)} min`, 'il-plot-small', anchor);
    }),
  ].join('');
}

function text(x: number, y: number, content: string, name: string, anchor: 'start' | 'middle' | 'end'): string {
  if (content === '') return '';
  return `<text x="${x}" y="${y}" class="${name}" text-anchor="${anchor}">${escapeHtml(content)}</text>`;
}

function drawCurve({ name, points }: PanelCurve, x: (sec: number) => number, y: (value: number) => number): string {
  if (name === 'dots')
    return points
      .map(({ sec, value }) =>
        value === null ? '' : `<circle class="il-plot-dot" cx="${x(sec)}" cy="${y(value)}" r="2.2"/>`,
      )
      .join('');
  let pen = 'M';
  const path = points.map(({ sec, value }) => {
    const step = value === null ? '' : `${pen}${x(sec)} ${y(value)}`;
    pen = value === null ? 'M' : 'L';
    return step;
  });
  return path.join('') === '' ? '' : `<path class="il-plot-${name}" d="${path.join('')}"/>`;
}

function drawBand(band: PanelBand, x: (sec: number) => number, y: (value: number) => number): string {
  if (band.length < 2) return '';
  const upper = band.map(({ sec, high }) => `${x(sec)} ${y(high)}`);
  const lower = band.map(({ sec, low }) => `${x(sec)} ${y(low)}`).reverse();
  return `<path class="il-plot-band" d="M${[...upper, ...lower].join('L')}Z"/>`;
}

/** The next 1, 2 or 5 times a power of ten, so that half of it reads well too; 1 for nothing. */
function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 10].find((step) => step * power >= value * (1 - 1e-9)) ?? 10) * power;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
