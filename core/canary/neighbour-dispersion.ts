import type { Halves } from './split-dispersion.ts';

/** Pairs, and the variance of their events by chance, below which a measured factor is only noise. */
const PAIRS_NEEDED = 30;
const VARIANCE_NEEDED = 10;

/**
 * How much more the events of one process differ between neighbouring stretches than if each request had its event by
 * itself: the sum of (x - E)^2 as in the split-half factor, over what the variances within the stretches, x (n - x)/(n - 1)
 * each, let expect of it. A stretch in which everything was slow varies little within: where halves are not of the same
 * moment, the variance of both together would hide that. 1 is chance, more is clumps or bursts. Null when too little was
 * seen to say.
 */
export function neighbourDispersion(pairs: readonly Halves[]): number | null {
  let squares = 0;
  let variances = 0;
  let seen = 0;
  for (const { a, b } of pairs) {
    if (a.requests < 2 || b.requests < 2) continue;
    seen += 1;
    const share = a.requests / (a.requests + b.requests);
    squares += (a.events - (a.events + b.events) * share) ** 2;
    variances += share * (1 - share) * (within(a) + within(b));
  }
  return seen >= PAIRS_NEEDED && variances >= VARIANCE_NEEDED ? squares / variances : null;
}

function within({ requests, events }: Halves['a']): number {
  return (events * (requests - events)) / (requests - 1);
}
