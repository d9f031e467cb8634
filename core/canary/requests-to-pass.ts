import { binomial } from './binomial.ts';
import { lowerTail } from './probability-mass.ts';
import { requestsToRuleOut } from './upper-bound.ts';

/** Probability with which a healthy canary is to pass one proof; both proofs together then at least 0.8. */
export const HEALTHY_PASSES = 0.9;
/** More requests than any canary is given: the search ends there. */
const MOST_REQUESTS = 1e8;

/**
 * From how many requests on a canary with events at `rate` rules out `limit` with error `beta` in nine of ten cases.
 * Events at most x rule it out from n(x) requests on, the smallest n with P(Bin(n, limit) <= x) <= beta; until n(x + 1)
 * no more than x are allowed, so just before it the chance of having no more is at its lowest. The answer is n(x) for
 * the smallest x at which that lowest chance is 0.9: with more requests it is never less. Null when no number does.
 */
export function requestsToPass(rate: number, limit: number, beta: number): number | null {
  if (!(rate < limit) || beta <= 0) return null;
  const first = (x: number) => requestsToRuleOut(x, limit, beta);
  const enough = (x: number) => lowerTail(binomial(first(x + 1) - 1, rate), x) >= HEALTHY_PASSES;
  let tooFew = -1;
  let allowed = 0;
  while (!enough(allowed)) {
    if (allowed / limit > MOST_REQUESTS) return null;
    tooFew = allowed;
    allowed = allowed * 2 + 1;
  }
  while (allowed - tooFew > 1) {
    const middle = Math.floor((tooFew + allowed) / 2);
    if (enough(middle)) allowed = middle;
    else tooFew = middle;
  }
  return first(allowed);
}
