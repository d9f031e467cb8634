import { LAST_BIN, lowerEdge } from './latency-bins.ts';

/** Slowest 1 % of the baseline that must be seen before its p99 is taken as known: 300 requests put 3 above it. */
const REQUESTS_FOR_P99 = 300;

/**
 * Rise in p99, ms, below which "times the baseline" does not count: 2 ms that become 7 ms roll nothing back. The same
 * thought as the minimum rise of errors (K4); a version that just started is that much slower before it is compiled.
 */
const MIN_RISE_MS = 25;

/** The latency, ms, above which a canary request counts as slow beside a baseline whose p99 is `p99` ms. */
export function relativeCutOf(p99: number, times: number): number {
  return Math.max(times * p99, p99 + MIN_RISE_MS);
}

/** Nearest-rank p99, ms, of a sparse log histogram, as its bin's upper edge; null before enough requests are in it. */
export function p99OfBins(bins: Readonly<Record<string, number>>): number | null {
  const total = Object.values(bins).reduce((sum, n) => sum + n, 0);
  if (total < REQUESTS_FOR_P99) return null;
  let above = 0;
  for (let bin = LAST_BIN; bin >= 0; bin--) {
    above += bins[bin] ?? 0;
    if (above > total * 0.01) return lowerEdge(bin + 1);
  }
  return null;
}
