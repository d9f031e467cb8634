import type { ReleaseId } from '../../core/contracts/ids.ts';
import { endHold } from '../kit/end-hold.ts';
import { stopRelease } from '../kit/stop-release.ts';
import type { Deps } from './deps.ts';

/**
 * A stop or a hold's end is recorded before it is carried out. If the process died in between, the record stands and
 * nothing follows it; here it is carried out. Both are keyed in the audit log, so doing it again changes nothing.
 */
export async function finishHalfDone(deps: Deps, releaseId: ReleaseId): Promise<void> {
  const records = await deps.auditLog.records(releaseId);
  const stopped = records.find((r) => r.key === 'release.stopped');
  if (stopped !== undefined) {
    // Also when the request is stored already: what it was to wake may still wait, or have begun to wait since.
    const { kind } = stopped.payload as { readonly kind?: unknown };
    await stopRelease(deps, releaseId, {
      kind: kind === 'SUPERSEDE' ? 'SUPERSEDE' : 'CANCEL',
      actor: stopped.actor,
      reason: stopped.rationale,
    });
  }
  for (const hold of await deps.holds.ofRelease(releaseId)) {
    const gate = hold.kind === 'TIME_LOCK' ? 'TIME_LOCK' : 'APPROVAL';
    const ended = records.find((r) => r.key === `hold.${gate}.ended`);
    if (ended === undefined || hold.status.kind !== 'OPEN') continue;
    // The record that is there decides; what is passed here is never written.
    await endHold(deps, hold, { answer: 'CANCELLED', by: ended.actor.id, reason: ended.rationale }, ended.actor);
  }
}
