import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { Release } from '../../core/contracts/release.ts';
import { admission } from '../../core/lock/admission.ts';
import { endShifts } from '../kit/end-shifts.ts';
import { releaseContext } from '../kit/release-context.ts';
import type { LockHolder } from '../ports.ts';
import type { Deps } from './deps.ts';

/** Takes the service's lock or asks to be polled again; one deployment per service and environment (001-63, K16). */
export const createHandler = (deps: Deps) => async (input: { releaseId: ReleaseId }) => {
  const { release, record } = await releaseContext(deps, input.releaseId, 'take-lock');
  const { service } = release.change;
  const verdict = admission({
    stop: release.stop?.reason ?? null,
    killSwitch: await deps.controls.killSwitch(service),
    quarantine: release.digest === null ? 'no digest' : await deps.controls.quarantine(service, release.digest),
    containsRunning: await containsRunning(deps, release),
    waitedMs: deps.clock.now() - Date.parse(release.openedAt),
  });
  if (verdict.kind !== 'ADMITTED') {
    if (verdict.kind !== 'STOPPED')
      await record({
        key: 'lock.refused',
        event: verdict.kind === 'EXPIRED' ? 'lock.expired' : 'lock.refused',
        rationale: verdict.why,
      });
    return { next: 'CLOSE' as const };
  }
  const take = () => deps.locks.take(service, 'production', input.releaseId, deps.clock.now());
  let result = await take();
  if (result.kind === 'BUSY' && (await isGone(deps, result.holder))) {
    const why = 'its release ended without giving the lock back';
    // Nobody shifts beside traffic that cannot be given back; closing the holder turns the kill switch on.
    if ((await endShifts(deps.deployer, result.holder.releaseId, why)).length > 0) return { next: 'WAIT' as const };
    await deps.locks.evict(service, 'production', result.holder.fence);
    result = await take();
  }
  if (result.kind === 'BUSY') return { next: 'WAIT' as const };
  await record({
    key: 'lock.taken',
    event: 'lock.taken',
    rationale: `${service} in production, fence ${result.fence}`,
    payload: { fence: result.fence },
  });
  return { next: 'ACQUIRED' as const };
};

/** Takeover only when the holder's execution is not running. */
async function isGone(deps: Deps, holder: LockHolder): Promise<boolean> {
  return (await deps.executions.status(holder.releaseId)) !== 'RUNNING';
}

async function containsRunning(deps: Deps, release: Release): Promise<boolean> {
  const running = await deps.deployer.running(release.change.service, 'production');
  return running === null || deps.vcs.contains(release.change.source, release.change.head, running.commit);
}
