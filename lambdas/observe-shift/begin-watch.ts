import { createWatch } from '../../core/canary/create-watch.ts';
import { judgeConfigFor } from '../../core/canary/judge-config.ts';
import { shiftPlan } from '../../core/canary/shift-plan.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import { serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import type { Watch } from './watch.ts';

/** What the first observation begins with: the time that the shift was begun with, and the past of what runs. */
export async function beginWatch(
  { metrics }: Deps,
  { release, settings }: ReleaseContext,
  { shiftId, phase, startedAt, plannedSeconds }: ShiftEvidence,
): Promise<Watch> {
  const { extensions } = shiftPlan(phase, settings.config, null);
  const config = judgeConfigFor(settings.config, serviceOf(settings, release).tier, plannedSeconds, extensions);
  return {
    judge: createWatch(config, await metrics.history(shiftId)),
    origin: phase === 'WATCH' ? startedAt : null,
    seen: startedAt,
    plannedSeconds,
    extensionsLeft: extensions,
    checkedAtStart: false,
  };
}
