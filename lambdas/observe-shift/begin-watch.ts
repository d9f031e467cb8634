import { createWatch } from '../../core/canary/create-watch.ts';
import { judgeConfigFor } from '../../core/canary/judge-config.ts';
import { shiftPlan } from '../../core/canary/shift-plan.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import { serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import type { Watch } from './watch.ts';

/** What the first observation begins with: the plan of the phase, and the past of what runs. */
export async function beginWatch(
  { metrics }: Deps,
  { release, settings }: ReleaseContext,
  { shiftId, phase, startedAt }: ShiftEvidence,
): Promise<Watch> {
  const plan = shiftPlan(phase, settings.config);
  const config = judgeConfigFor(
    settings.config,
    serviceOf(settings, release).tier,
    plan.plannedSeconds,
    plan.extensions,
  );
  return {
    judge: createWatch(config, await metrics.history(shiftId)),
    origin: phase === 'WATCH' ? startedAt : null,
    seen: startedAt,
    plannedSeconds: plan.plannedSeconds,
    extensionsLeft: plan.extensions,
    checkedAtStart: false,
  };
}
