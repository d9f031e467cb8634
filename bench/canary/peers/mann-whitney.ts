import { brentRoot } from './brent-root.ts';

/** Of the shift between two samples, experiment minus control. */
export type ShiftInterval = { readonly low: number; readonly high: number; readonly estimate: number };

/** Two-sided normal quantiles of the confidence levels in use. */
const QUANTILE: Readonly<Record<string, number>> = { 0.95: 1.959963984540054, 0.98: 2.3263478740408408 };

/**
 * Interval of the shift by the Mann-Whitney test, normal approximation with ties and continuity corrected, as R's
 * wilcox.test and Kayenta compute it. Throws where all observations are tied at a shift that is tried.
 */
export function mannWhitney(
  experiment: readonly number[],
  control: readonly number[],
  confidence: number,
): ShiftInterval {
  const z = QUANTILE[confidence];
  if (z === undefined) throw new Error(`confidence: found ${confidence}; expected one of ${Object.keys(QUANTILE)}`);
  const x = Float64Array.from(experiment).sort();
  const y = Float64Array.from(control).sort();
  const [from, to] = [x[0]! - y.at(-1)!, x.at(-1)! - y[0]!];
  const root = (quantile: number, clipped: boolean) => {
    const f = (shift: number) => standardized(x, y, shift) - quantile;
    const [atFrom, atTo] = [f(from), f(to)];
    if (clipped && atFrom <= 0) return from;
    if (clipped && atTo >= 0) return to;
    return brentRoot(f, from, to, atFrom, atTo);
  };
  return { low: root(z, true), high: root(-z, true), estimate: root(0, false) };
}

/** W(shift): how far the rank sum of x - shift is from what is expected without a difference, in standard deviations. */
export function standardized(x: Float64Array, y: Float64Array, shift: number): number {
  const [n, k] = [x.length, y.length];
  let [i, j, rankSum, ties] = [0, 0, 0, 0];
  while (i < n || j < k) {
    const value = Math.min(i < n ? x[i]! - shift : Infinity, j < k ? y[j]! : Infinity);
    const before = i + j;
    const firstX = i;
    while (i < n && x[i]! - shift === value) i += 1;
    while (j < k && y[j]! === value) j += 1;
    const tied = i + j - before;
    rankSum += (i - firstX) * (before + (tied + 1) / 2);
    ties += tied ** 3 - tied;
  }
  const off = rankSum - (n * (n + 1)) / 2 - (n * k) / 2;
  const sigma = Math.sqrt(((n * k) / 12) * (n + k + 1 - ties / ((n + k) * (n + k - 1))));
  if (sigma === 0) throw new Error('all observations are tied');
  return (off - 0.5 * Math.sign(off)) / sigma;
}
