import type { Config } from '../contracts/config.ts';
import type { Facts, RiskClass, Tier } from '../contracts/facts.ts';
import type { History } from '../contracts/measurement.ts';
import { canaryStatement } from './canary-statement.ts';
import { planCanary } from './plan-canary.ts';

/** What the decision knows of the canary: the traffic that was seen, the canary planned on it, and whether that will do. */
export function canaryFacts(
  traffic: History,
  tier: Tier,
  riskClass: RiskClass,
  config: Pick<Config, 'thresholds' | 'timing' | 'rollout'>,
): Facts['canaryPower'] {
  const { status, plan } = planCanary(traffic, tier, riskClass, config);
  return { status, detail: canaryStatement(plan), traffic, canary: plan };
}
