import { runsOutSoon } from './leak-curve.ts';

/** Powers of the rank that are bet on: the first finds slow leaks, the last steep ones. */
const POWERS = [1, 2, 4, 8] as const;
export const FEWEST_BLOCKS = 8;
/** Blocks kept: five hours of 30 s. Beyond them nothing is bet any more. */
const MOST_BLOCKS = 600;

/**
 * Whether the canary's memory grows beside the baseline's: a rank martingale on their difference by block (canary.md,
 * *Leak*). If the difference is exchangeable in time, each factor has mean at most 1, so by Ville's inequality the
 * evidence ever exceeds 1/a with probability at most a, however often one looks.
 */
export type LeakTest = {
  /** Canary minus baseline, percent points, by block. */
  readonly differences: readonly number[];
  /** Canary alone, percent, and the seconds at which those blocks ended. */
  readonly memory: readonly { readonly atSec: number; readonly percent: number }[];
  /** Logarithm of each bet's fortune, in the order of POWERS. */
  readonly fortunes: readonly number[];
  /** Blocks in a row in which even the kindest curve still ran out of memory. */
  readonly runningOut: number;
};

export const NO_LEAK: LeakTest = { differences: [], memory: [], fortunes: POWERS.map(() => 0), runningOut: 0 };

/** Evidence that memory grows, at least 0; 1 is none. */
export function leakEvidence({ fortunes }: LeakTest): number {
  return fortunes.reduce((sum, f) => sum + Math.exp(f), 0) / fortunes.length;
}

/** Adds a finished block's memory, percent of what the service may use. */
export function addMemory(
  before: LeakTest,
  { canary, baseline }: { readonly canary: number | null; readonly baseline: number | null },
  atSec: number,
  { threshold, memoryMax }: { readonly threshold: number; readonly memoryMax: number },
): LeakTest {
  if (canary === null || baseline === null || before.differences.length >= MOST_BLOCKS) return before;
  const difference = canary - baseline;
  const differences = [...before.differences, difference];
  const memory = [...before.memory, { atSec, percent: canary }];
  const t = differences.length;
  // Of equal differences the lowest rank: the smallest bet.
  const rank = 1 + before.differences.filter((d) => d < difference).length;
  const fortunes = before.fortunes.map((f, i) => f + Math.log(bet(rank, t, POWERS[i]!)));
  const next = { ...before, differences, memory, fortunes };
  const counts = t >= FEWEST_BLOCKS && leakEvidence(next) >= threshold && runsOutSoon(memory, memoryMax);
  return { ...next, runningOut: counts ? before.runningOut + 1 : 0 };
}

/** t R^a / (1^a + ... + t^a): mean 1 over ranks that are equally likely. */
function bet(rank: number, t: number, power: number): number {
  let sum = 0;
  for (let j = 1; j <= t; j++) sum += j ** power;
  return (t * rank ** power) / sum;
}
