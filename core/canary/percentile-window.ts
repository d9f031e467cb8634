import type { Arm } from '../contracts/measurement.ts';
import { binomial } from './binomial.ts';
import type { Evidence } from './counted-test.ts';
import { SHARE_ABOVE, type Percentile } from './latency-cuts.ts';
import { upperTail } from './probability-mass.ts';

/**
 * Where a source gives percentiles only, a window is one event or none: "its percentile is above the cut". If at most
 * the percentile's share of requests is slower, that happens with probability at most
 * P(Bin(n, 1 - q) >= n - ceil(q n) + 1), exact for nearest-rank percentiles of n requests (canary.md, *Inputs*).
 * Null when the arm has no such percentile.
 */
export function windowAbove({ latency, requests }: Arm, percentile: Percentile, cut: number): Evidence | null {
  if (latency === undefined || !('p50' in latency) || requests === 0) return null;
  const value = latency[percentile];
  if (value === null || !Number.isFinite(value)) return null;
  return { kind: 'RATE', events: value > cut ? 1 : 0, requests: 1, rate: windowRate(requests, percentile) };
}

function windowRate(n: number, percentile: Percentile): number {
  const above = SHARE_ABOVE[percentile];
  // Half a request of tolerance would be wrong: the rank is exact, only the product is a binary fraction.
  const rank = Math.ceil((1 - above) * n - 1e-9);
  return upperTail(binomial(n, above), n - rank + 1);
}
