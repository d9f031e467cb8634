import { binomial } from './binomial.ts';
import { noncentralHypergeometric } from './noncentral-hypergeometric.ts';
import { upperTail } from './probability-mass.ts';

/**
 * Probability with which one look at the end is to find an effect, so that the judge, which looks all the time and keeps
 * budget for later, finds it in four cases of five: what it gives up for that was measured on simulated canaries.
 */
const AT_ONE_LOOK = 0.9;
/** Counts beyond this are scaled down, which states a larger effect than could be seen and keeps the work small. */
const MOST_COUNTED = 20_000;
/** Baseline counts rarer than this together are left out. */
const RARE = 1e-6;
const STEPS = 40;

export type Comparison = {
  /** Requests of the canary and of the baseline beside it. */
  readonly requests: number;
  readonly baselineRequests: number;
  /** Probability of an event in the baseline, 0 to 1. */
  readonly rate: number;
  /** Probability of a false signal that the test may have spent by then. */
  readonly budget: number;
  /** Whether these rates of canary and baseline differ by enough to matter. */
  readonly material: (canary: number, baseline: number) => boolean;
};

/**
 * The smallest probability of an event in the canary that the judge's exact test finds with a probability of about 0.8:
 * P(X_C >= c(X_B)) = 0.9, X_C ~ Bin(requests, answer), X_B ~ Bin(baselineRequests, rate), where c(b) is the smallest c
 * with P(NCHG(c + b events, odds 1) >= c) <= budget and a difference that matters. Exact for one look but for what is
 * rarer than 1e-6; by bisection. Null when nothing is found.
 */
export function smallestDetectable(comparison: Comparison): number | null {
  const scale = Math.min(1, MOST_COUNTED / Math.max(1, comparison.requests));
  const nC = Math.floor(comparison.requests * scale);
  const nB = Math.floor(comparison.baselineRequests * scale);
  if (nC === 0 || nB === 0 || comparison.budget <= 0) return null;
  const needed = signalsAt({ ...comparison, requests: nC, baselineRequests: nB });
  const found = (p: number) => {
    const canary = binomial(nC, p);
    return needed.reduce((sum, { count, probability }) => sum + probability * upperTail(canary, count), 0);
  };
  if (found(1) < AT_ONE_LOOK) return null;
  let missed = comparison.rate;
  let seen = 1;
  for (let step = 0; step < STEPS; step++) {
    const middle = (missed + seen) / 2;
    if (found(middle) >= AT_ONE_LOOK) seen = middle;
    else missed = middle;
  }
  return seen;
}

/** The canary's counts that signal, with the probability that the baseline's count asks for just that one. */
function signalsAt({ requests: nC, baselineRequests: nB, rate, budget, material }: Comparison) {
  const baseline = binomial(nB, rate);
  const byCount = new Map<number, number>();
  let count = 1;
  let left = 0;
  baseline.mass.forEach((probability, i) => {
    left += probability;
    if (left < RARE) return;
    const events = baseline.lo + i;
    while (count <= nC && !signals(nC, nB, count, events, budget, material)) count++;
    byCount.set(count, (byCount.get(count) ?? 0) + left);
    left = 0;
  });
  return [...byCount].map(([of, probability]) => ({ count: of, probability }));
}

function signals(
  nC: number,
  nB: number,
  count: number,
  events: number,
  budget: number,
  material: Comparison['material'],
): boolean {
  if (!material(count / nC, events / nB)) return false;
  return upperTail(noncentralHypergeometric(nC, nB, count + events, 1), count) <= budget;
}
