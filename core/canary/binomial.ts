import { massFromRatios, type ProbabilityMass } from './probability-mass.ts';

/** Number of events among n requests that each have one with probability p, 0 to 1. Exact. */
export function binomial(n: number, p: number): ProbabilityMass {
  if (p <= 0) return { lo: 0, mass: [1] };
  if (p >= 1) return { lo: n, mass: [1] };
  const odds = p / (1 - p);
  return massFromRatios(0, n, Math.floor((n + 1) * p), (x) => ((n - x) / (x + 1)) * odds);
}
