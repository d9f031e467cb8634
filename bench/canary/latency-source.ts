/** Logarithm of a bin of the latency histogram (core/contracts/measurement.ts). */
const LN_BIN = Math.log(1.01);
const LAST = 1151;
export const BINS = LAST + 1;
const CELLS = 4096;
/** Exponent of the heavy tail. */
const PARETO = 1.6;

export type LatencyShape = {
  /** Milliseconds. */
  readonly median: number;
  /** Of the logarithm. */
  readonly sigma: number;
  /** Share of the requests whose latency is multiplied by a Pareto number of exponent 1.6. */
  readonly tail: number;
};

/**
 * Quantiles of ln(ms), at every 1/4096: log-normal, a share of it with a Pareto tail (the sum of a normal and an
 * exponential number in logarithms, whose distribution is known in closed form).
 */
export function latencyTable({ median, sigma, tail }: LatencyShape): Float64Array {
  const mu = Math.log(median);
  const below = (l: number) => {
    const z = (l - mu) / sigma;
    const heavy =
      normalCdf(z) - Math.exp(-PARETO * (l - mu) + 0.5 * (PARETO * sigma) ** 2) * normalCdf(z - PARETO * sigma);
    return (1 - tail) * normalCdf(z) + tail * heavy;
  };
  const table = new Float64Array(CELLS + 1);
  let [low, high] = [mu - 6 * sigma, mu + 20 * sigma];
  for (let i = 0; i <= CELLS; i += 1) {
    const p = Math.min(Math.max(i / CELLS, 1e-7), 1 - 1e-7);
    high = mu + 20 * sigma;
    for (let step = 0; step < 30; step += 1) {
      const middle = (low + high) / 2;
      if (below(middle) < p) low = middle;
      else high = middle;
    }
    table[i] = low;
  }
  return table;
}

/** ln(ms) at quantile u, 0 to 1. */
export function quantileOf(table: Float64Array, u: number): number {
  const at = u * CELLS;
  const cell = Math.floor(at);
  const from = table[cell]!;
  return from + (table[Math.min(CELLS, cell + 1)]! - from) * (at - cell);
}

export function binOf(logMs: number): number {
  return Math.min(LAST, Math.max(0, Math.floor(logMs / LN_BIN)));
}

/** Milliseconds in the middle of a bin. */
export function middleOf(bin: number): number {
  return Math.exp((bin + 0.5) * LN_BIN);
}

/** Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z >= 0 ? 1 - upper : upper;
}
