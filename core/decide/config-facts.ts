import type { Config } from '../contracts/config.ts';
import type { Facts, Tier } from '../contracts/facts.ts';
import { freezeAt } from '../release/freeze.ts';
import { triggersOff } from './triggers-off.ts';

type ConfigFacts = Pick<Facts, 'tier' | 'profile' | 'autonomy' | 'triggersOff' | 'limits'> & {
  readonly freeze: Facts['controls']['freeze'];
};

/** The facts that come from the config alone, for a service of this tier at this moment, ms since 1970. */
export function configFacts(config: Config, service: string, tier: Tier, now: number): ConfigFacts {
  return {
    tier,
    profile: config.profile,
    autonomy: config.autonomy,
    triggersOff: [...triggersOff(config)],
    limits: { riskScoreMax: config.thresholds.riskScoreMax, maxFiles: config.thresholds.maxFiles },
    freeze: freezeAt(config.freezeWindows, service, now),
  };
}
