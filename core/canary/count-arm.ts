import type { Arm } from '../contracts/measurement.ts';
import { countAboveBins } from './latency-bins.ts';
import type { ArmCounts } from './watch-state.ts';

/** One bucket's arm as counts. Latency given as percentiles only, or above other cuts, counts as not timed. */
export function countArm(arm: Arm, maxCut: number, relativeCut: number | null): ArmCounts {
  const slow = timedAbove(arm, maxCut);
  const slowRelative = relativeCut === null ? null : timedAbove(arm, relativeCut);
  return {
    requests: arm.requests,
    errors: arm.errors,
    timed: slow?.timed ?? 0,
    slow: slow?.above ?? 0,
    timedRelative: slowRelative?.timed ?? 0,
    slowRelative: slowRelative?.above ?? 0,
  };
}

function timedAbove({ latency, requests }: Arm, cut: number): { timed: number; above: number } | null {
  if (latency === undefined) return null;
  if ('bins' in latency) {
    const timed = Object.values(latency.bins).reduce((sum, n) => sum + n, 0);
    return { timed, above: countAboveBins(latency.bins, cut) };
  }
  if (!('countAbove' in latency)) return null;
  const above = Object.entries(latency.countAbove).find(([ms]) => Math.abs(Number(ms) - cut) <= cut * 1e-9)?.[1];
  return above === undefined ? null : { timed: requests, above };
}
