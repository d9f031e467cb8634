import { rateLaw } from './event-law.ts';
import { lowerTail } from './probability-mass.ts';

/** One-sided error of a bound where none is named: 95 % confidence. */
const BETA = 0.05;

/**
 * True when `events` of n rule out a true rate of `rate` or more with error `beta`: Clopper and Pearson, one-sided, or with
 * `phi` above 1 the same for events in clumps.
 */
export function rulesOut(events: number, n: number, rate: number, beta = BETA, phi = 1): boolean {
  return n > 0 && lowerTail(rateLaw(n, rate, phi), events) <= beta;
}

/** The largest rate, 0 to 1, that `events` of n requests still allow with error `beta`. Exact to 1e-9. */
export function upperBound(events: number, n: number, beta: number, phi = 1): number {
  if (n === 0 || events >= n || beta <= 0) return 1;
  let allowed = events / n;
  let ruledOut = 1;
  while (ruledOut - allowed > 1e-9) {
    const middle = (allowed + ruledOut) / 2;
    if (rulesOut(events, n, middle, beta, phi)) ruledOut = middle;
    else allowed = middle;
  }
  return ruledOut;
}

/** The smallest rate, 0 to 1, that `events` of n requests still allow with error `beta`. Exact to 1e-9. */
export function lowerBound(events: number, n: number, beta: number): number {
  return n === 0 || events === 0 ? 0 : 1 - upperBound(n - events, n, beta);
}

/** The largest rate, 0 to 1, that `events` of n requests still allow at 95 % confidence. */
export function upperBound95(events: number, n: number): number {
  return upperBound(events, n, BETA);
}

/** How many requests in all would rule out `rate` (above 0) with error `beta` if no further one had the event. */
export function requestsToRuleOut(events: number, rate: number, beta = BETA, phi = 1): number {
  if (rate >= 1) return events + 1;
  let tooFew = 0;
  let enough = events + 1;
  while (!rulesOut(events, enough, rate, beta, phi)) {
    tooFew = enough;
    enough *= 2;
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (rulesOut(events, middle, rate, beta, phi)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
