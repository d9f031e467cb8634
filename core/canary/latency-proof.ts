import type { Arm } from '../contracts/measurement.ts';
import { lowerTail, type ProbabilityMass } from './probability-mass.ts';
import { windowAbove } from './percentile-window.ts';

/**
 * What a proof of latency counts after warm-up: canary requests slower than the cut for passing, and where only
 * percentiles are known, windows whose p99 was above it with the law of their number at exactly the limit.
 */
export type LatencyProofCounts = {
  /** ms; null until a cut was used. A cut that becomes known later begins anew. */
  readonly cut: number | null;
  readonly slow: number;
  readonly timed: number;
  readonly windows: { readonly above: number; readonly seen: number; readonly law: readonly number[] };
};

export const NO_PROOF: LatencyProofCounts = {
  cut: null,
  slow: 0,
  timed: 0,
  windows: { above: 0, seen: 0, law: [1] },
};

/** Windows beyond which nothing more is learnt from percentiles; keeps the law short. */
const MOST_WINDOWS = 400;

export function countProof(
  before: LatencyProofCounts,
  canary: Arm,
  cut: number,
  counted: { readonly timed: number; readonly above: number } | null,
): LatencyProofCounts {
  const counts = before.cut === cut ? before : { ...NO_PROOF, cut };
  if (counted !== null) return { ...counts, slow: counts.slow + counted.above, timed: counts.timed + counted.timed };
  const window = windowAbove(canary, 'p99', cut);
  if (window === null || window.kind !== 'RATE' || counts.windows.seen >= MOST_WINDOWS) return counts;
  const { above, seen, law } = counts.windows;
  const p = window.rate;
  return {
    ...counts,
    windows: {
      above: above + window.events,
      seen: seen + 1,
      law: Array.from({ length: law.length + 1 }, (_, k) => (law[k] ?? 0) * (1 - p) + (law[k - 1] ?? 0) * p),
    },
  };
}

/** Probability of so few windows above the cut if 1 % of requests were slower than it. */
export function windowsTail({ windows }: LatencyProofCounts): number {
  const law: ProbabilityMass = { lo: 0, mass: windows.law };
  return lowerTail(law, windows.above);
}
