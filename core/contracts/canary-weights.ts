import type { Tier } from './facts.ts';

/** Shares that a canary may be raised to, percent: CodeDeploy needs a config made beforehand for each. */
const LADDER = [5, 10, 15, 20] as const;

type Rollout = {
  readonly canaryWeight: number;
  readonly canaryWeightMax: Readonly<Record<Tier, number>>;
};

/** The shares that a canary of a tier may have, percent, ascending: the configured one first, none above the tier's most. */
export function canaryWeights({ canaryWeight, canaryWeightMax }: Rollout, tier: Tier): readonly number[] {
  return [canaryWeight, ...LADDER.filter((weight) => weight > canaryWeight && weight <= canaryWeightMax[tier])];
}

/** Every share that any canary under this config may have, percent, ascending. */
export function allCanaryWeights(rollout: Rollout): readonly number[] {
  const tiers = Object.keys(rollout.canaryWeightMax) as Tier[];
  return [...new Set(tiers.flatMap((tier) => canaryWeights(rollout, tier)))].sort((a, b) => a - b);
}
