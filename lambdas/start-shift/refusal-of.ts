import { startRefusal } from '../../core/canary/start-refusal.ts';
import type { Digest } from '../../core/contracts/ids.ts';
import type { Phase, Version } from '../../core/contracts/shift.ts';
import { serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

export async function refusalOf(
  deps: Deps,
  { release, settings }: ReleaseContext,
  phase: Phase,
  digest: Digest,
  running: Version | null,
): Promise<ReturnType<typeof startRefusal>> {
  const { service } = release.change;
  // A version that does not answer now is no baseline, and what breaks next would be blamed on the change (001-66).
  const health = phase === 'WATCH' ? [] : await deps.checks.run(service, 'production', []);
  return startRefusal({
    phase,
    stop: release.stop,
    killSwitch: await deps.controls.killSwitch(service),
    running: running !== null,
    productionHealthy: health.length > 0 && health.every((c) => c.passed),
    alarms: phase === 'WATCH' ? [] : await deps.alarms.stateOf(service),
    mayLackData: serviceOf(settings, release).alarms.mayLackData,
    permit: phase === 'ROLLOUT' ? await deps.permits.get(release.releaseId) : null,
    digest,
    fence: await deps.locks.holder(service, 'production'),
    releaseId: release.releaseId,
    now: deps.clock.now(),
  });
}
