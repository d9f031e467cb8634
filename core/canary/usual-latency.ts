import type { Arm, History } from '../contracts/measurement.ts';
import { percentileOf } from './bin-percentile.ts';
import { PERCENTILES, SHARE_ABOVE, type Percentile, type Usual } from './latency-cuts.ts';

/** Baseline requests that must be seen before their percentiles are taken as known: 300 put 3 above the p99. */
const REQUESTS_NEEDED = 300;

type Reference = Readonly<Record<string, number>> | null;

/** What the past says of the running version; a percentile of 0 or none is not known. */
export function usualOf(history: History): { readonly usual: Usual; readonly reference: Reference } {
  const usual = { p50: history.p50 || null, p95: history.p95 || null, p99: history.p99 || null };
  return { usual, reference: PERCENTILES.every((p) => usual[p] !== null) ? null : {} };
}

/**
 * Takes percentiles that the past does not know from the version that runs beside the canary, as soon as enough of its
 * requests were seen. They only choose where to count: the tests compare both versions there in the same minutes.
 */
export function withBaseline(
  known: { readonly usual: Usual; readonly reference: Reference },
  baseline: Arm | undefined,
): { readonly usual: Usual; readonly reference: Reference } {
  if (known.reference === null || !baseline?.latency || !('bins' in baseline.latency)) return known;
  const bins: Record<string, number> = { ...known.reference };
  for (const [bin, n] of Object.entries(baseline.latency.bins)) bins[bin] = (bins[bin] ?? 0) + n;
  const total = Object.values(bins).reduce((sum, n) => sum + n, 0);
  if (total < REQUESTS_NEEDED) return { ...known, reference: bins };
  const of = (p: Percentile) => known.usual[p] ?? percentileOf(bins, total, SHARE_ABOVE[p]);
  return { usual: { p50: of('p50'), p95: of('p95'), p99: of('p99') }, reference: null };
}
