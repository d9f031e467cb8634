import { noncentralHypergeometric } from './noncentral-hypergeometric.ts';
import { lowerTail, upperTail } from './probability-mass.ts';

/** Error of each end of an interval of 95 %. */
const SIDE = 0.025;
/** Odds ratios beyond which an end is not looked for. */
const FURTHEST = 1e6;

/**
 * Exact conditional 95 % interval of the odds ratio of events, canary to baseline (Cornfield): every ratio under which
 * neither so many nor so few of the events would fall on the canary with less than 2.5 % probability. The upper end is
 * null when no event of the baseline bounds it. Null without any event.
 */
export function oddsInterval(
  events: number,
  requests: number,
  baselineEvents: number,
  baselineRequests: number,
): readonly [number, number | null] | null {
  const m = events + baselineEvents;
  if (m === 0 || requests === 0 || baselineRequests === 0) return null;
  const law = (odds: number) => noncentralHypergeometric(requests, baselineRequests, m, odds);
  const most = Math.min(requests, m);
  const least = Math.max(0, m - baselineRequests);
  return [
    events <= least ? 0 : solve((odds) => upperTail(law(odds), events) >= SIDE),
    events >= most ? null : solve((odds) => lowerTail(law(odds), events) < SIDE),
  ];
}

/** The odds at which `holds` becomes true as they grow, to a relative 1e-6. */
function solve(holds: (odds: number) => boolean): number {
  let [low, high] = [Math.log(1 / FURTHEST), Math.log(FURTHEST)];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (holds(Math.exp(middle))) high = middle;
    else low = middle;
  }
  return Math.exp((low + high) / 2);
}
