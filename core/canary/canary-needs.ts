import type { JudgeConfig } from '../contracts/analysis.ts';
import type { History } from '../contracts/measurement.ts';
import { phiOf } from './dispersion.ts';
import { P99_SHARE, passCut, type Usual } from './latency-cuts.ts';
import { betaOf } from './look-beta.ts';
import { errorPassLimit } from './pass-limit.ts';
import { requestsBeside } from './requests-beside.ts';
import { requestsToPass } from './requests-to-pass.ts';
import { shareSlowerThan } from './usual-tail.ts';

/** The past as far as a canary can be planned on it: that much is known. */
export type KnownTraffic = History & {
  readonly requestsPerSecond: number;
  readonly errorRate: number;
  readonly p99: number;
};

/** Null when too little is known of recent traffic to plan a canary on it: unknown is not taken for enough. */
export function knownTraffic(traffic: History): KnownTraffic | null {
  const { requestsPerSecond, errorRate, p99 } = traffic;
  const known = (n: number | null | undefined): n is number => n !== null && n !== undefined && Number.isFinite(n);
  if (!known(requestsPerSecond) || !known(errorRate) || !known(p99) || p99 <= 0) return null;
  return { ...traffic, requestsPerSecond, errorRate, p99 };
}

export function usualIn(traffic: KnownTraffic): Usual & { readonly p99: number } {
  return { p50: traffic.p50 || null, p95: traffic.p95 || null, p99: traffic.p99 };
}

/**
 * Canary requests with which a version that errs and answers as the running one does passes both proofs of the first
 * planned look (canary.md, *Verdict*), each in nine of ten cases, at `weight` percent of traffic. Null: none would do.
 */
export function canaryNeeds(traffic: KnownTraffic, weight: number, judge: JudgeConfig): number | null {
  const beta = betaOf(1, judge.extensions);
  const phi = phiOf(traffic);
  const { kind, limit } = errorPassLimit(traffic.errorRate, judge);
  const errors =
    kind === 'RATE'
      ? requestsToPass(traffic.errorRate, limit, beta)
      : requestsBeside(traffic.errorRate, judge.errorTimes, (100 - weight) / weight, beta);
  const usual = usualIn(traffic);
  const slow = requestsToPass(shareSlowerThan(passCut(usual.p99, judge), usual), P99_SHARE, beta);
  if (errors === null || slow === null) return null;
  return Math.ceil(Math.max(errors * phi.err, slow * phi.latAbs));
}
