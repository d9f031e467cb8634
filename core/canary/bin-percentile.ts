import { LAST_BIN, lowerEdge } from './latency-bins.ts';

/** Nearest-rank percentile, ms, of a sparse log histogram of `total` requests, as its bin's upper edge; null for none. */
export function percentileOf(bins: Readonly<Record<string, number>>, total: number, shareAbove: number): number | null {
  let above = 0;
  for (let bin = LAST_BIN; bin >= 0; bin--) {
    above += bins[bin] ?? 0;
    if (above > total * shareAbove) return lowerEdge(bin + 1);
  }
  return null;
}
