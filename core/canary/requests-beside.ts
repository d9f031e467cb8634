import { binomial } from './binomial.ts';
import { noncentralHypergeometric } from './noncentral-hypergeometric.ts';
import { lowerTail } from './probability-mass.ts';
import { HEALTHY_PASSES } from './requests-to-pass.ts';

const MOST_REQUESTS = 1e7;
/** The baseline has fewer events than this many standard deviations below its mean in one case of ten. */
const LUCKY_TENTH = 1.2816;

/**
 * From how many canary requests on a canary that errs at `rate`, as its baseline does, rules out `times` the baseline's
 * odds with error `beta` in nine of ten cases: the proof for a baseline that is above its ceiling itself. The baseline
 * has `perCanary` requests for each of the canary's and is taken at its luckiest tenth. Null when no number does.
 */
export function requestsBeside(rate: number, times: number, perCanary: number, beta: number): number | null {
  if (times <= 1 || rate >= 1 || beta <= 0) return null;
  const passes = (nC: number) => {
    const nB = Math.floor(nC * perCanary);
    const inBaseline = Math.max(0, Math.floor(nB * rate - LUCKY_TENTH * Math.sqrt(nB * rate)));
    const rules = (x: number) => lowerTail(noncentralHypergeometric(nC, nB, x + inBaseline, times), x) <= beta;
    const most = largest(nC, rules);
    return most >= 0 && lowerTail(binomial(nC, rate), most) >= HEALTHY_PASSES;
  };
  let tooFew = 0;
  let enough = 16;
  while (!passes(enough)) {
    if (enough > MOST_REQUESTS) return null;
    tooFew = enough;
    enough *= 2;
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (passes(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** The largest x of 0 to n for which `holds`, which holds up to some x and for none after it; -1 for none. */
function largest(n: number, holds: (x: number) => boolean): number {
  let yes = -1;
  let no = n + 1;
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
