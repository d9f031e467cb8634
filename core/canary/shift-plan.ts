import type { Config } from '../contracts/config.ts';
import type { Environment, Phase } from '../contracts/shift.ts';
import type { Plan, PlanStep } from '../contracts/verdict.ts';

export type ShiftPlan = {
  readonly environment: Environment;
  /** Empty for WATCH, which moves no traffic. */
  readonly steps: readonly PlanStep[];
  readonly plannedSeconds: number;
  readonly extensions: number;
};

/** A step that is always ended from outside bakes longer than anybody will watch it. */
const UNTIL_STOPPED = 6 * 3600;

/**
 * The steps of a phase and how long it is watched (K8). Staging and canary are always ended by giving the traffic back.
 * The canary is the one of the verdict's plan, whatever the config says by now; as configured where there is none.
 */
export function shiftPlan(
  phase: Phase,
  { timing, rollout }: Pick<Config, 'timing' | 'rollout'>,
  plan: Plan | null,
): ShiftPlan {
  const canary = plan?.kind === 'ROLL_OUT' ? plan.canary : undefined;
  switch (phase) {
    case 'STAGING':
      return planned('staging', [{ weight: 100, bakeSeconds: UNTIL_STOPPED }], timing.stagingSeconds);
    case 'CANARY':
      return planned(
        'production',
        [{ weight: canary?.weight ?? rollout.canaryWeight, bakeSeconds: UNTIL_STOPPED }],
        canary?.seconds ?? timing.canarySeconds,
        timing.canaryExtensions,
      );
    case 'ROLLOUT':
      return planned(
        'production',
        [
          { weight: rollout.expandWeight, bakeSeconds: timing.expandSeconds },
          { weight: 100, bakeSeconds: 0 },
        ],
        timing.expandSeconds,
      );
    case 'WATCH':
      return planned('production', [], timing.watchSeconds);
  }
}

const planned = (
  environment: Environment,
  steps: readonly PlanStep[],
  plannedSeconds: number,
  extensions = 0,
): ShiftPlan => ({
  environment,
  steps,
  plannedSeconds,
  extensions,
});
