import type { Config } from '../contracts/config.ts';
import type { Facts, Tier } from '../contracts/facts.ts';
import type { History } from '../contracts/measurement.ts';
import { P99_SHARE } from './latency-cuts.ts';
import { requestsToRuleOut, rulesOut, upperBound95 } from './upper-bound.ts';

/**
 * Whether a canary of the planned share and time, at the service's recent traffic, will be able to pass: whether a
 * healthy one, erring as the running version does, would rule out at 95 % what its tier forbids (K4, K5). Otherwise it
 * could only end INCONCLUSIVE (canary.md), and that is known before any user meets the new version. `requestsPerSecond`
 * of the whole service and `errorRate`, 0 to 1; without traffic that was seen the answer is UNKNOWN.
 */
export function canaryPower(
  recent: Pick<History, 'requestsPerSecond' | 'errorRate'>,
  tier: Tier,
  { thresholds, timing, rollout }: Pick<Config, 'thresholds' | 'timing' | 'rollout'>,
): Facts['canaryPower'] {
  const { requestsPerSecond, errorRate } = recent;
  if (requestsPerSecond === null || requestsPerSecond === undefined || errorRate === null)
    return { status: 'UNKNOWN', detail: 'no recent traffic of this service was seen' };
  const watched = Math.max(0, timing.canarySeconds - timing.warmUpSeconds);
  const requests = Math.floor(requestsPerSecond * (rollout.canaryWeight / 100) * watched);
  const errors = Math.ceil(requests * errorRate);
  const ceiling = thresholds[tier].errorRate;
  // As the judge has it: a service that is above the ceiling already is held to its own past.
  const limit =
    errorRate <= ceiling ? ceiling : Math.min(1, thresholds.errorTimes * errorRate + thresholds.errorMinRise);
  const latency = requestsToRuleOut(0, P99_SHARE);
  const adequate = rulesOut(errors, requests, limit) && requests >= latency;
  const smallest = requests === 0 ? 'nothing' : `an error rate above ${percent(upperBound95(errors, requests))}`;
  return {
    status: adequate ? 'ADEQUATE' : 'UNDERPOWERED',
    detail:
      `about ${requests} requests in ${watched} s at ${rollout.canaryWeight} %: it can rule out ${smallest}, ` +
      `the limit is ${percent(limit)}; a p99 takes ${latency} requests`,
  };
}

const percent = (rate: number): string => `${Number((rate * 100).toPrecision(2))} %`;
