import type { JudgeConfig } from '../contracts/analysis.ts';

export type PassLimit = {
  /** RATE: an error rate, 0 to 1. TIMES: so many times the baseline's odds, which is itself above the ceiling. */
  readonly kind: 'RATE' | 'TIMES';
  /** As a rate, 0 to 1, in both cases. */
  readonly limit: number;
};

/**
 * The error rate that must be ruled out for a canary to pass: the tier's ceiling, or if that is nearer the larger of
 * `errorTimes` the baseline's rate and `errorMinRise` above it (K4, canary.md, *Verdict*). Where the baseline is above
 * the ceiling itself, more than `errorTimes` its odds must be ruled out.
 */
export function errorPassLimit(
  baselineRate: number,
  { errorRateMax, errorTimes, errorMinRise }: Pick<JudgeConfig, 'errorRateMax' | 'errorTimes' | 'errorMinRise'>,
): PassLimit {
  if (baselineRate > errorRateMax) return { kind: 'TIMES', limit: Math.min(1, errorTimes * baselineRate) };
  return {
    kind: 'RATE',
    limit: Math.min(errorRateMax, Math.max(errorTimes * baselineRate, baselineRate + errorMinRise)),
  };
}
