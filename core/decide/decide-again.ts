import { canaryFacts } from '../canary/canary-facts.ts';
import { riskClassOf } from '../change/risk-class-of.ts';
import type { Config } from '../contracts/config.ts';
import type { Facts, Tier } from '../contracts/facts.ts';
import type { Verdict } from '../contracts/verdict.ts';
import type { CompiledPolicies } from '../policy/compile-policies.ts';
import { configFacts } from './config-facts.ts';
import { decide } from './decide.ts';

/**
 * What would have been decided on recorded facts under other settings: everything that the config says is taken from
 * `config`, everything that was seen stays as it was seen, at the moment at which it was. Null when the service is not in
 * the config.
 */
export function decideAgain(facts: Facts, config: Config, policies: CompiledPolicies): Verdict | null {
  const service = Object.hasOwn(config.services, facts.service) ? config.services[facts.service] : undefined;
  if (service === undefined) return null;
  const { freeze, ...said } = configFacts(config, facts.service, service.tier, Date.parse(facts.at));
  const canaryPower = plannedAgain(facts, service.tier, config);
  return decide({ ...facts, ...said, canaryPower, controls: { ...facts.controls, freeze } }, policies);
}

/** The canary as it would be planned on the traffic that was seen; facts that do not tell the traffic keep their answer. */
function plannedAgain({ change, canaryPower }: Facts, tier: Tier, config: Config): Facts['canaryPower'] {
  const { traffic } = canaryPower;
  return traffic === undefined
    ? canaryPower
    : canaryFacts(traffic, tier, riskClassOf(change.signals).riskClass, config);
}
