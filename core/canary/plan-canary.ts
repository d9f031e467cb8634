import type { CanaryPlan, Remedy } from '../contracts/canary-plan.ts';
import { canaryWeights } from '../contracts/canary-weights.ts';
import type { Config } from '../contracts/config.ts';
import type { RiskClass, Tier } from '../contracts/facts.ts';
import type { History } from '../contracts/measurement.ts';
import { canaryNeeds, knownTraffic } from './canary-needs.ts';
import { canaryPower } from './canary-power.ts';
import { expectedRequests, suffices, type Extent } from './canary-requests.ts';
import { minutes } from './figures.ts';
import { judgeConfigFor } from './judge-config.ts';
import { smallestExtent, type Reach } from './smallest-extent.ts';

type Settings = Pick<Config, 'thresholds' | 'timing' | 'rollout'>;
export type PlannedCanary = {
  readonly status: 'ADEQUATE' | 'UNDERPOWERED' | 'UNKNOWN';
  readonly plan: CanaryPlan;
};

/**
 * The canary to run: as configured if a healthy version could pass with it, else changed by the remedies of
 * `rollout.whenUnderpowered` in their order, the next one only where those before it do not do even at their caps, and
 * each by as little as does (anchors, pain 1; 002-21, K4, K5). Nothing is changed where nothing helps, where the
 * traffic is not known, and after `person`: then it is UNDERPOWERED or UNKNOWN, and a person is asked. A change of class
 * HIGH gets no larger share than configured: nobody has looked at it yet.
 */
export function planCanary(traffic: History, tier: Tier, riskClass: RiskClass, config: Settings): PlannedCanary {
  const { timing, rollout } = config;
  const configured: Extent = { weight: rollout.canaryWeight, seconds: timing.canarySeconds };
  const known = knownTraffic(traffic);
  if (known === null)
    return { status: 'UNKNOWN', plan: { ...configured, remedies: ['person'], why: UNKNOWN, power: null } };

  const judgeFor = (seconds: number) => judgeConfigFor(config, tier, seconds, timing.canaryExtensions);
  const judge = judgeFor(configured.seconds);
  const needs = new Map<number, number | null>();
  const needed = (weight: number): number | null => {
    if (!needs.has(weight)) needs.set(weight, canaryNeeds(known, weight, judge));
    return needs.get(weight) ?? null;
  };
  const fits = (extent: Extent): boolean =>
    suffices(
      expectedRequests(known.requestsPerSecond, extent.weight, extent, timing.warmUpSeconds),
      needed(extent.weight),
    );
  const reach: Reach = {
    configured,
    secondsMax: timing.canarySecondsMax,
    weights: riskClass === 'HIGH' ? [configured.weight] : canaryWeights(rollout, tier),
  };
  const remedies = beforePerson(rollout.whenUnderpowered);
  const found = smallestExtent(reach, remedies, fits);
  const extent = found ?? configured;
  const plan = { ...extent, power: canaryPower(known, extent, judgeFor(extent.seconds)) };
  if (found === null) {
    const why = needed(configured.weight) === null ? NEVER : tooLittle(reach, remedies, riskClass);
    return { status: 'UNDERPOWERED', plan: { ...plan, remedies: ['person'], why } };
  }
  const used = remedies.filter((remedy) =>
    remedy === 'longer' ? extent.seconds > configured.seconds : extent.weight > configured.weight,
  );
  return { status: 'ADEQUATE', plan: { ...plan, remedies: used, why: changed(configured, extent) } };
}

const UNKNOWN = 'no recent traffic of this service is known';
const NEVER = 'what runs is so near a limit that no number of requests would show the new version to keep it';

function beforePerson(policy: readonly Remedy[]): readonly Exclude<Remedy, 'person'>[] {
  const end = policy.indexOf('person');
  return (end === -1 ? policy : policy.slice(0, end)).filter((remedy) => remedy !== 'person');
}

function changed(configured: Extent, { weight, seconds }: Extent): string {
  const changes = [
    ...(seconds === configured.seconds ? [] : [`longer than the ${minutes(configured.seconds)} configured`]),
    ...(weight === configured.weight ? [] : [`larger than the ${configured.weight} % configured`]),
  ];
  return changes.length === 0 ? 'as configured' : `made ${changes.join(' and ')} to be able to show harm`;
}

function tooLittle(
  { secondsMax, weights, configured }: Reach,
  remedies: readonly Remedy[],
  riskClass: RiskClass,
): string {
  if (remedies.length === 0) return 'policy asks a person instead of changing the canary';
  const seconds = remedies.includes('longer') ? Math.max(configured.seconds, secondsMax) : configured.seconds;
  const weight = remedies.includes('share') ? weights.at(-1) : configured.weight;
  const who = riskClass === 'HIGH' ? ' a change of class HIGH' : '';
  return `not even ${weight} % for ${minutes(seconds)}, the most that policy allows${who}, gives enough requests`;
}
