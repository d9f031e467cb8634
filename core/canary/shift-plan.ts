import type { Config } from '../contracts/config.ts';
import type { Environment, Phase } from '../contracts/shift.ts';
import type { PlanStep } from '../contracts/verdict.ts';

export type ShiftPlan = {
  readonly environment: Environment;
  /** Empty for WATCH, which moves no traffic. */
  readonly steps: readonly PlanStep[];
  readonly plannedSeconds: number;
  readonly extensions: number;
};

/** A step that is always ended from outside bakes longer than anybody will watch it. */
const UNTIL_STOPPED = 6 * 3600;

/** The steps of a phase and how long it is watched (K8). Staging and canary are always ended by giving the traffic back. */
export function shiftPlan(phase: Phase, { timing, rollout }: Pick<Config, 'timing' | 'rollout'>): ShiftPlan {
  switch (phase) {
    case 'STAGING':
      return plan('staging', [{ weight: 100, bakeSeconds: UNTIL_STOPPED }], timing.stagingSeconds);
    case 'CANARY':
      return plan(
        'production',
        [{ weight: rollout.canaryWeight, bakeSeconds: UNTIL_STOPPED }],
        timing.canarySeconds,
        timing.canaryExtensions,
      );
    case 'ROLLOUT':
      return plan(
        'production',
        [
          { weight: rollout.expandWeight, bakeSeconds: timing.expandSeconds },
          { weight: 100, bakeSeconds: 0 },
        ],
        timing.expandSeconds,
      );
    case 'WATCH':
      return plan('production', [], timing.watchSeconds);
  }
}

const plan = (
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
