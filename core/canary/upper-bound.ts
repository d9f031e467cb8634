import { binomial } from './binomial.ts';
import { lowerTail } from './probability-mass.ts';

/** One-sided error of every upper bound the judge states: 95 % confidence. */
const BETA = 0.05;

/** True when `events` of n rule out a true rate of `rate` or more at 95 % confidence (Clopper and Pearson, one-sided). */
export function rulesOut(events: number, n: number, rate: number): boolean {
  return n > 0 && lowerTail(binomial(n, rate), events) <= BETA;
}

/** The largest rate, 0 to 1, that `events` of n requests still allow at 95 % confidence. Exact to 1e-9. */
export function upperBound95(events: number, n: number): number {
  if (n === 0 || events >= n) return 1;
  let allowed = events / n;
  let ruledOut = 1;
  while (ruledOut - allowed > 1e-9) {
    const middle = (allowed + ruledOut) / 2;
    if (rulesOut(events, n, middle)) ruledOut = middle;
    else allowed = middle;
  }
  return ruledOut;
}

/** How many requests in all would rule out `rate` (above 0) if no further one had the event. */
export function requestsToRuleOut(events: number, rate: number): number {
  if (rate >= 1) return events + 1;
  let tooFew = 0;
  let enough = events + 1;
  while (!rulesOut(events, enough, rate)) {
    tooFew = enough;
    enough *= 2;
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (rulesOut(events, middle, rate)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
