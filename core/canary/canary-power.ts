import type { JudgeConfig } from '../contracts/analysis.ts';
import type { CanaryPower } from '../contracts/canary-plan.ts';
import { canaryNeeds, usualIn, type KnownTraffic } from './canary-needs.ts';
import { expectedRequests, type Extent } from './canary-requests.ts';
import { phiOf } from './dispersion.ts';
import { P99_SHARE, passCut, toleratedCut } from './latency-cuts.ts';
import { errorPassLimit } from './pass-limit.ts';
import { smallestDetectable } from './smallest-detectable.ts';
import { spendingAt } from './spending.ts';
import { latencyAbove } from './usual-tail.ts';

/**
 * What a canary of this share and time can show at the service's recent traffic, before any user meets the new version:
 * whether a healthy one could pass, and the smallest harm that the judge would fail it for with 80 % probability (K4,
 * K5, 002-31). The budgets are what the judge's tests from the beginning may have spent by the first planned look.
 */
export function canaryPower(traffic: KnownTraffic, extent: Extent, judge: JudgeConfig): CanaryPower {
  const { requestsPerSecond, errorRate } = traffic;
  const usual = usualIn(traffic);
  const phi = phiOf(traffic);
  const expected = (percent: number) => expectedRequests(requestsPerSecond, percent, extent, judge.warmUpSec);
  const requests = expected(extent.weight);
  const baseline = expected(100 - extent.weight);
  const budget = (id: 'errRel' | 'p99') => spendingAt(id, extent.seconds, judge).budgets[0] ?? 0;
  const failing = smallestDetectable({
    requests: requests / phi.err,
    baselineRequests: baseline / phi.err,
    rate: errorRate,
    budget: budget('errRel'),
    material: (c, b) => c - b >= judge.failRise && c >= judge.failTimes * b,
  });
  const slow = smallestDetectable({
    requests: requests / phi.p99,
    baselineRequests: baseline / phi.p99,
    rate: P99_SHARE,
    budget: budget('p99'),
    material: () => true,
  });
  const usually = slow === null ? null : latencyAbove(slow, usual);
  return {
    requests,
    requestsNeeded: canaryNeeds(traffic, extent.weight, judge),
    errorRate,
    errorLimit: errorPassLimit(errorRate, judge).limit,
    smallestErrorRise: failing === null ? null : Math.max(0, failing - errorRate),
    p99Ms: usual.p99,
    p99LimitMs: passCut(usual.p99, judge),
    smallestSlowShare: slow,
    smallestP99Times: usually === null ? null : toleratedCut(usual.p99, judge) / usually,
  };
}
