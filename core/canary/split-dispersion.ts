/** Two stretches that should look alike: requests and events (errors, slow requests) of each. */
export type Halves = {
  readonly a: { readonly requests: number; readonly events: number };
  readonly b: { readonly requests: number; readonly events: number };
};

/** Pairs, and the variance of their events by chance, below which a measured factor is only noise. */
const PAIRS_NEEDED = 30;
const VARIANCE_NEEDED = 10;

/**
 * How much more two halves of the same traffic differ than chance alone would have it (split-half Fano factor): the sum
 * of (x - E)^2 over the sum of the variances, where x of the m events of both halves fell on the first of n requests of
 * N, so that E = m n/N and the variance is hypergeometric, m (n/N)(1 - n/N)(N - m)/(N - 1). What hits both halves alike
 * cancels. 1 is chance, more is clumps, raw (dispersion.ts takes its margin). Null when too little was seen to say.
 */
export function splitDispersion(pairs: readonly Halves[]): number | null {
  let squares = 0;
  let variances = 0;
  let seen = 0;
  for (const { a, b } of pairs) {
    const requests = a.requests + b.requests;
    const events = a.events + b.events;
    if (!(a.requests > 0) || !(b.requests > 0)) continue;
    seen += 1;
    const share = a.requests / requests;
    squares += (a.events - events * share) ** 2;
    variances += (events * share * (1 - share) * (requests - events)) / (requests - 1);
  }
  return seen >= PAIRS_NEEDED && variances >= VARIANCE_NEEDED ? squares / variances : null;
}
