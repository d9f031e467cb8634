import { massFromRatios, type ProbabilityMass } from './probability-mass.ts';

/**
 * Fisher's non-central hypergeometric distribution: of m events among nC canary and nB baseline requests, how many fall
 * on the canary when its odds of an event are `odds` times the baseline's. `odds` 1 is Fisher's exact test.
 * P(X = x) is proportional to C(nC, x) C(nB, m - x) odds^x.
 */
export function noncentralHypergeometric(nC: number, nB: number, m: number, odds: number): ProbabilityMass {
  const lo = Math.max(0, m - nB);
  const hi = Math.min(nC, m);
  const guess = Math.floor(((nC + 1) * (m + 1)) / (nC + nB + 2));
  return massFromRatios(lo, hi, guess, (x) => ((nC - x) * (m - x) * odds) / ((x + 1) * (nB - m + x + 1)));
}
