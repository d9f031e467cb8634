import { createWatch } from '../../core/canary/create-watch.ts';
import { lastGoodWindow } from '../../core/canary/last-good-window.ts';
import { judgeConfigFor } from '../../core/canary/judge-config.ts';
import { NO_PINGS } from '../../core/canary/pings.ts';
import { shiftPlan } from '../../core/canary/shift-plan.ts';
import type { History } from '../../core/contracts/measurement.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import { serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import type { Watch } from './watch.ts';

/** What the first observation begins with: the time that the shift was begun with, and the past of what runs. */
export async function beginWatch(
  { metrics }: Deps,
  context: ReleaseContext,
  { shiftId, phase, startedAt, plannedSeconds }: ShiftEvidence,
): Promise<Watch> {
  const { release, settings } = context;
  const { extensions } = shiftPlan(phase, settings.config, null);
  const config = judgeConfigFor(settings.config, serviceOf(settings, release).tier, plannedSeconds, extensions);
  return {
    judge: createWatch(config, await pastOf(context, phase, await metrics.history(shiftId))),
    origin: phase === 'WATCH' ? startedAt : null,
    seen: startedAt,
    plannedSeconds,
    extensionsLeft: extensions,
    checkedAtStart: false,
    pings: NO_PINGS,
  };
}

/** After 100 % nothing runs beside the new version: it is compared with what the old one did last. */
async function pastOf({ evidence }: ReleaseContext, phase: Phase, past: History): Promise<History> {
  if (phase !== 'WATCH') return past;
  const [rollout, canary] = [await evidence.shift('ROLLOUT'), await evidence.shift('CANARY')];
  return lastGoodWindow(
    [
      { of: 'rollout', buckets: rollout?.buckets ?? [] },
      { of: 'canary', buckets: canary?.buckets ?? [] },
    ],
    past,
  );
}
