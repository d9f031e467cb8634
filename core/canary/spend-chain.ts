import type { ProbabilityMass } from './probability-mass.ts';

/**
 * One sequential exact test: the law of the count so far under the null among the paths that were not stopped yet, and
 * how much of the budget the stopped ones took. Plain JSON; `mass[i]` is P(count = lo + i and not stopped).
 */
export type SpendChain = {
  /** Of its budget, 0 to `budget` of the last look. */
  readonly used: number;
  /** The count. */
  readonly x: number;
  readonly lo: number;
  readonly mass: readonly number[];
  /** The smallest count that signals at the last look; it may be more than can be reached. Null before the first. */
  readonly boundary: number | null;
  readonly crossedAtSec: number | null;
};

export const NEW_CHAIN: SpendChain = { used: 0, x: 0, lo: 0, mass: [1], boundary: null, crossedAtSec: null };

/**
 * Mass that lies so far below everything that can signal is put together at its highest place. Moving mass up makes
 * the count under the null larger, so the test errs towards the canary, by less than 1e-12 of probability.
 */
const FAR_BELOW = 1e-7;

/**
 * Takes a stretch with `x` events, whose number is distributed as `law` if the canary is no worse, at a look up to which
 * `budget` of probability may be spent. Signals when the count reaches the smallest b with P(count >= b) <= what is left
 * of the budget; otherwise that much is spent and those paths are dropped. Over all looks together the probability of
 * a false signal is at most the last budget, whatever their number (canary.md, *SpendTest*). A signal is final.
 */
export function advance(chain: SpendChain, x: number, law: ProbabilityMass, budget: number, atSec: number): SpendChain {
  // Where nothing could happen there is nothing to look at: what is not spent now is there for later.
  if (chain.crossedAtSec !== null || (law.lo === 0 && law.mass.length === 1)) return chain;
  const mass = convolve(chain.mass, law.mass);
  const lo = chain.lo + law.lo;
  const count = chain.x + x;
  let cut = mass.length;
  let tail = 0;
  while (cut > 0 && chain.used + tail + mass[cut - 1]! <= budget) tail += mass[--cut]!;
  const boundary = lo + cut;
  if (count >= boundary) return { ...chain, x: count, lo, mass: [], boundary, crossedAtSec: atSec };
  const from = farBelow(mass, cut);
  const kept = from === 0 && cut === mass.length ? mass : mass.slice(from, cut);
  for (let i = 0; i < from; i++) kept[0]! += mass[i]!;
  return {
    used: chain.used + tail,
    x: count,
    lo: lo + from,
    mass: kept,
    boundary,
    crossedAtSec: null,
  };
}

/** The same chain counted in units twice as large: the law rounded up, the count down, both in the canary's favour. */
export function halved(chain: SpendChain): SpendChain {
  if (chain.mass.length === 0) return { ...chain, x: Math.floor(chain.x / 2) };
  const lo = Math.ceil(chain.lo / 2);
  const mass: number[] = [];
  chain.mass.forEach((p, i) => {
    const at = Math.ceil((chain.lo + i) / 2) - lo;
    if (at === mass.length) mass.push(p);
    else mass[at]! += p;
  });
  return {
    ...chain,
    x: Math.floor(chain.x / 2),
    lo,
    mass,
    boundary: chain.boundary === null ? null : Math.ceil(chain.boundary / 2),
  };
}

/** By the numbers of the result, so that the engine keeps one array of doubles. */
function convolve(a: readonly number[], b: readonly number[]): number[] {
  const [n, m] = [a.length, b.length];
  const out: number[] = [];
  for (let k = 0; k < n + m - 1; k++) {
    const first = k < m ? 0 : k - m + 1;
    const last = k < n ? k : n - 1;
    let sum = 0;
    for (let i = first; i <= last; i++) sum += a[i]! * b[k - i]!;
    out.push(sum);
  }
  return out;
}

/** How many of the lowest places together hold less than what does not matter. */
function farBelow(mass: readonly number[], cut: number): number {
  let from = 0;
  for (let sum = mass[0] ?? 0; from < cut - 1 && sum < FAR_BELOW; sum += mass[++from]!);
  return from;
}
