import { binomial } from './binomial.ts';
import { noncentralHypergeometric } from './noncentral-hypergeometric.ts';
import type { ProbabilityMass } from './probability-mass.ts';

/** Clumps beyond which e to their number leaves the range of a number: such counts are taken in larger units first. */
const MOST_CLUMPS = 600;
/** Of a stretch with hardly an event: nearly always one clump, as the law of the whole stretch is then. */
const FEWEST_CLUMPS = 0.1;
const NEGLIGIBLE = 1e-17;

/**
 * Of m events among nC canary and nB baseline requests, how many fall on the canary when its odds of an event are `odds`
 * times the baseline's. Events on their own (`phi` 1): Fisher's non-central hypergeometric law, exact. Events in clumps
 * that stay on one version, of a variance `phi` times that of single ones: clumps of geometric size (Polya and Aeppli)
 * given their sum. That is an approximation: how many clumps there were is taken from m, as one fewer than its mean
 * says, because fewer and larger ones make chance look wider.
 */
export function besideLaw(nC: number, nB: number, m: number, odds: number, phi: number): ProbabilityMass {
  const clumps = Math.max(FEWEST_CLUMPS, clumpsOf(m, phi) - 1);
  if (phi <= 1 || m === 0 || clumps > MOST_CLUMPS) return noncentralHypergeometric(nC, nB, m, odds);
  const onCanary = (clumps * odds * nC) / (odds * nC + nB);
  const canary = clumpedSums(onCanary, thetaOf(phi), m);
  const baseline = clumpedSums(clumps - onCanary, thetaOf(phi), m);
  return normalised(canary.map((p, x) => p * baseline[m - x]!));
}

/** Number of events among n requests that each have one with probability `rate`, single (`phi` 1, exact) or in clumps. */
export function rateLaw(n: number, rate: number, phi: number): ProbabilityMass {
  const clumps = clumpsOf(n * rate, phi);
  if (phi <= 1 || n === 0 || clumps > MOST_CLUMPS) return binomial(n, rate);
  const most = Math.ceil(n * rate + 12 * Math.sqrt(n * rate * phi) + 40 * phi);
  return normalised(clumpedSums(clumps, thetaOf(phi), most));
}

/** Clumps have the mean size (phi + 1) / 2, since their sum has (1 + theta) / (1 - theta) times the variance of single events. */
const thetaOf = (phi: number): number => (phi - 1) / (phi + 1);
const clumpsOf = (events: number, phi: number): number => (2 * events) / (phi + 1);

/**
 * P(0..most) of a sum of Poisson many geometric sizes, times e to the number of clumps: from
 * n p(n) = (a + 2 theta (n - 1)) p(n - 1) - theta^2 (n - 2) p(n - 2) with a = clumps (1 - theta) (Johnson, Kemp and
 * Kotz, Univariate Discrete Distributions, 9.7).
 */
function clumpedSums(clumps: number, theta: number, most: number): number[] {
  const p = [1];
  const a = clumps * (1 - theta);
  for (let n = 1; n <= most; n++) {
    const before = (a + 2 * theta * (n - 1)) * p[n - 1]!;
    p.push(Math.max(0, (before - (n > 1 ? theta * theta * (n - 2) * p[n - 2]! : 0)) / n));
  }
  return p;
}

function normalised(weights: readonly number[]): ProbabilityMass {
  const largest = Math.max(...weights);
  let [from, to] = [0, weights.length];
  while (from < to - 1 && weights[from]! < largest * NEGLIGIBLE) from++;
  while (to > from + 1 && weights[to - 1]! < largest * NEGLIGIBLE) to--;
  const kept = weights.slice(from, to);
  const total = kept.reduce((sum, w) => sum + w, 0);
  return { lo: from, mass: kept.map((w) => w / total) };
}
