type Point = { readonly atSec: number; readonly percent: number };
type Fit = {
  readonly tau: number;
  readonly a: number;
  readonly b: number;
  readonly sse: number;
  readonly residuals: readonly number[];
};

/** Time constants, s, of a memory that fills up to a level; infinity is one that grows without end. */
const TAUS = [45, 60, 90, 120, 180, 240, 360, 480, 600, 900, 1200, 1800, 2400, Infinity];
/** As far as a curve is followed, s. */
const HORIZON_SEC = 3600;
/** 95 % of chi-square with one degree of freedom: how much worse than the best a curve may fit and stay plausible. */
const PLAUSIBLE = 3.84;

/**
 * Whether memory that fills up as a + b (1 - exp(-t / tau)) passes `limit` percent within the hour on every curve that
 * the points allow, the kindest one too. A heap that warms up levels out on some plausible curve, a leak on none
 * (canary.md, *Leak*). Residuals that follow each other make more curves plausible.
 */
export function runsOutSoon(points: readonly Point[], limit: number): boolean {
  if (points.length < 4) return false;
  const from = points[0]!.atSec;
  const fits = TAUS.map((tau) => fit(points, from, tau));
  const best = fits.reduce((a, b) => (b.sse < a.sse ? b : a));
  const variance = best.sse / (points.length - 3);
  const r = Math.min(0.95, Math.max(0, lagOne(best.residuals)));
  const scale = (variance * (1 + r)) / (1 - r);
  const end = points.at(-1)!.atSec - from + HORIZON_SEC;
  return fits
    .filter(({ sse }) => (scale > 0 ? (sse - best.sse) / scale <= PLAUSIBLE : sse <= best.sse))
    .every(({ a, b, tau }) => a + b * shape(end, tau) > limit);
}

const shape = (t: number, tau: number) => (tau === Infinity ? t : 1 - Math.exp(-t / tau));

/** Least squares of one curve. */
function fit(points: readonly Point[], from: number, tau: number): Fit {
  const xs = points.map(({ atSec }) => shape(atSec - from, tau));
  const ys = points.map(({ percent }) => percent);
  const [mx, my] = [mean(xs), mean(ys)];
  const sxx = xs.reduce((s, x) => s + (x - mx) ** 2, 0);
  const sxy = xs.reduce((s, x, i) => s + (x - mx) * (ys[i]! - my), 0);
  const b = sxx > 0 ? sxy / sxx : 0;
  const a = my - b * mx;
  const residuals = xs.map((x, i) => ys[i]! - a - b * x);
  return { tau, a, b, residuals, sse: residuals.reduce((s, e) => s + e * e, 0) };
}

/** Correlation of each residual with the next. */
function lagOne(residuals: readonly number[]): number {
  const all = residuals.reduce((s, e) => s + e * e, 0);
  if (all === 0) return 0;
  return residuals.slice(1).reduce((s, e, i) => s + e * residuals[i]!, 0) / all;
}

const mean = (values: readonly number[]) => values.reduce((s, v) => s + v, 0) / values.length;
