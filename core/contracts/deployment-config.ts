import { Terminal } from './errors.ts';
import type { PlanStep } from './verdict.ts';

/**
 * A canary's config goes to 100 % by itself only after this, minutes: a day, longer than any observation lasts, because
 * a canary is always ended by stopping it.
 */
export const CANARY_MINUTES = 24 * 60;

/** A config belongs to one compute platform, and a name to one config. */
const PLATFORM = {
  LAMBDA: { infix: '', allAtOnce: 'CodeDeployDefault.LambdaAllAtOnce' },
  ECS: { infix: '-ecs', allAtOnce: 'CodeDeployDefault.ECSAllAtOnce' },
} as const;

/**
 * How CodeDeploy moves the traffic for the steps of a plan. `minutes` pass between `percent` and 100 %; null means all
 * at once. The infrastructure makes one config for each name; Terminal for steps that CodeDeploy has no config for.
 */
export function deploymentConfig(
  prefix: string,
  steps: readonly PlanStep[],
  kind: keyof typeof PLATFORM = 'LAMBDA',
): { readonly name: string; readonly percent: number; readonly minutes: number | null } {
  const [first, second, ...rest] = steps;
  const { infix, allAtOnce } = PLATFORM[kind];
  if (first !== undefined && rest.length === 0) {
    if (second === undefined && first.weight === 100) return { name: allAtOnce, percent: 100, minutes: null };
    if (second === undefined && first.weight > 0)
      return { name: `${prefix}${infix}-canary-${first.weight}`, percent: first.weight, minutes: CANARY_MINUTES };
    if (second?.weight === 100 && first.weight > 0 && first.weight < 100) {
      // CodeDeploy counts in minutes; the longer bake is the careful one.
      const minutes = Math.max(1, Math.ceil(first.bakeSeconds / 60));
      return { name: `${prefix}${infix}-rollout-${first.weight}-${minutes}`, percent: first.weight, minutes };
    }
  }
  throw new Terminal(
    `CodeDeploy has no config for the steps ${steps.map((s) => `${s.weight} %`).join(', ') || '(none)'}`,
  );
}
