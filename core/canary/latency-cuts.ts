import type { JudgeConfig } from '../contracts/analysis.ts';

export const PERCENTILES = ['p50', 'p95', 'p99'] as const;
export type Percentile = (typeof PERCENTILES)[number];
/** The share of requests that a percentile leaves above it. */
export const SHARE_ABOVE: Readonly<Record<Percentile, number>> = { p50: 0.5, p95: 0.05, p99: 0.01 };
/** A p99 limit is a limit on the share of requests above a cut: 1 %. */
export const P99_SHARE = SHARE_ABOVE.p99;
/** Response time (001-19, 001-23): more than 5 % of requests slower than a second. */
export const RESPONSE_MS = 1000;
export const RESPONSE_SHARE = 0.05;

/** The running version's percentiles, ms; null while unknown. */
export type Usual = Readonly<Record<Percentile, number | null>>;

/** The latency, ms, above which a canary request is slower than the percentile `usual` ms allows beside a baseline. */
export function toleratedCut(usual: number, config: Pick<JudgeConfig, 'latencyTimes' | 'latencyMinRiseMs'>): number {
  return Math.max(config.latencyTimes * usual, usual + config.latencyMinRiseMs);
}

/**
 * The same where there is no baseline in the same minutes: the past grants its whole tolerance (004-20, `p99Times`),
 * because the hour and its load may have changed what is usual.
 */
export function pastCut(usual: number, config: Pick<JudgeConfig, 'p99Times' | 'latencyMinRiseMs'>): number {
  return Math.max(config.p99Times * usual, usual + config.latencyMinRiseMs);
}

/**
 * The latency, ms, that at most 1 % of a canary's requests may exceed for it to pass: the nearer of the tier's ceiling
 * and `p99Times` the running version's p99, unless that version is at the ceiling itself (canary.md, *Verdict*).
 */
export function passCut(usualP99: number | null, config: JudgeConfig): number {
  if (usualP99 === null) return config.p99MsMax;
  const relative = pastCut(usualP99, config);
  return config.latencyTimes * usualP99 <= config.p99MsMax ? Math.min(config.p99MsMax, relative) : relative;
}
