import { besideLaw, rateLaw } from './event-law.ts';
import type { ProbabilityMass } from './probability-mass.ts';
import { advance, halved, NEW_CHAIN, type SpendChain } from './spend-chain.ts';

/**
 * What one bucket says to one question. BESIDE: events of the canary and of the baseline in the same minutes; the canary
 * may have its share of them. RATE: every canary request may have the event with probability `rate`.
 */
export type Evidence =
  | {
      readonly kind: 'BESIDE';
      readonly events: number;
      readonly requests: number;
      readonly baselineEvents: number;
      readonly baselineRequests: number;
    }
  | { readonly kind: 'RATE'; readonly events: number; readonly requests: number; readonly rate: number };

/** Sums over buckets; `expected` events if the canary were no worse. The baseline's are of the same buckets. */
export type Totals = {
  readonly events: number;
  readonly requests: number;
  readonly baselineEvents: number;
  readonly baselineRequests: number;
  readonly expected: number;
};
export const NO_TOTALS: Totals = { events: 0, requests: 0, baselineEvents: 0, baselineRequests: 0, expected: 0 };

/** Counts that do not fill a unit yet. */
type Pending = { readonly x: number; readonly m: number; readonly nC: number; readonly nB: number };
const NOTHING: Pending = { x: 0, m: 0, nC: 0, nB: 0 };

/** A question's sequential tests; those after the first begin later, so that harm that starts late is not diluted. */
export type CountedTest = {
  /** How much events clump (dispersion.ts), and how many requests count as one: 1, or more where the traffic is very large. */
  readonly phi: number;
  readonly unit: number;
  readonly pending: Pending;
  readonly totals: Totals;
  readonly chains: readonly SpendChain[];
  /** Totals when each chain began; null before. */
  readonly since: readonly (Totals | null)[];
};

/** How a test spends: `fractions` of its budget by chain, each chain's start and what it may have spent by now. */
export type Spending = {
  /** For each chain the probability it may have spent at this look; null: it has not begun. */
  readonly budgets: readonly (number | null)[];
  readonly atSec: number;
};

/** Places kept of a law: beyond it the unit is doubled, which costs power where there is plenty and bounds the state. */
const WIDEST = 192;

export function newTest(phi: number, chains: number): CountedTest {
  return {
    phi,
    unit: 1,
    pending: NOTHING,
    totals: NO_TOTALS,
    chains: Array.from({ length: chains }, () => NEW_CHAIN),
    since: Array.from({ length: chains }, () => null),
  };
}

/** Feeds one bucket. Null is no evidence: nothing moves. */
export function feed(test: CountedTest, evidence: Evidence | null, { budgets, atSec }: Spending): CountedTest {
  const since = test.since.map((before, i) => (before === null && budgets[i] !== null ? test.totals : before));
  if (evidence === null || evidence.requests === 0) return { ...test, since };
  const { x, law, pending } = inUnits(test, evidence);
  const chains = test.chains.map((chain, i) => {
    const budget = budgets[i] ?? null;
    return budget === null ? chain : advance(chain, x, law, budget, atSec);
  });
  return bounded({ phi: test.phi, unit: test.unit, pending, totals: added(test.totals, evidence), chains, since });
}

/** Events by chain since it began. */
export function totalsOf(test: CountedTest, chain: number): Totals {
  const { totals } = test;
  const from = test.since[chain] ?? totals;
  return {
    events: totals.events - from.events,
    requests: totals.requests - from.requests,
    baselineEvents: totals.baselineEvents - from.baselineEvents,
    baselineRequests: totals.baselineRequests - from.baselineRequests,
    expected: totals.expected - from.expected,
  };
}

/** Whole units of what is pending and of this bucket; what is left over waits for the next. */
function inUnits(
  { phi, unit, pending }: CountedTest,
  e: Evidence,
): { x: number; law: ProbabilityMass; pending: Pending } {
  const beside = e.kind === 'BESIDE';
  const all = {
    x: pending.x + e.events,
    m: pending.m + e.events + (beside ? e.baselineEvents : 0),
    nC: pending.nC + e.requests,
    nB: pending.nB + (beside ? e.baselineRequests : 0),
  };
  const nC = Math.floor(all.nC / unit);
  const nB = Math.floor(all.nB / unit);
  const m = Math.min(nC + nB, Math.floor(all.m / unit));
  const x = Math.min(nC, beside ? m : nC, Math.floor(all.x / unit));
  return {
    x,
    law: beside ? besideLaw(nC, nB, m, 1, phi / unit) : rateLaw(nC, e.rate, phi / unit),
    pending: beside
      ? { x: all.x - x * unit, m: all.m - m * unit, nC: all.nC - nC * unit, nB: all.nB - nB * unit }
      : { ...pending, x: all.x - x * unit, nC: all.nC - nC * unit },
  };
}

function added(totals: Totals, e: Evidence): Totals {
  const beside = e.kind === 'BESIDE' ? e : null;
  const expected = beside
    ? (e.requests * (e.events + beside.baselineEvents)) / (e.requests + beside.baselineRequests)
    : e.requests * (e as Extract<Evidence, { kind: 'RATE' }>).rate;
  return {
    events: totals.events + e.events,
    requests: totals.requests + e.requests,
    baselineEvents: totals.baselineEvents + (beside?.baselineEvents ?? 0),
    baselineRequests: totals.baselineRequests + (beside?.baselineRequests ?? 0),
    expected: totals.expected + expected,
  };
}

function bounded(test: CountedTest): CountedTest {
  let next = test;
  while (next.chains.some(({ mass }) => mass.length > WIDEST))
    next = { ...next, unit: next.unit * 2, chains: next.chains.map(halved) };
  return next;
}
