import * as z from 'zod';
import type { AuditRecord } from '../../core/contracts/audit-record.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { outcomeSchema } from '../../core/contracts/outcome.ts';
import { plainText } from '../../core/decide/plain-text.ts';
import { outcomeOf, type Ending } from '../../core/release/outcome-of.ts';
import { trustEntryOf } from '../../core/trust/trust-entry-of.ts';
import { endHold } from '../kit/end-hold.ts';
import { interlock } from '../kit/recorder.ts';
import { releaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
import { finishShifts } from './finish-shifts.ts';
import { sendOutcome } from './send-outcome.ts';

/**
 * Ends a release whatever way led here: nothing waits, nothing is shifted, the lock is free, the outcome is recorded.
 * The outcome is read off the audit log. Safe to call again at any point, which the janitor does.
 */
export const createHandler = (deps: Deps) => async (input: { releaseId: ReleaseId; fault?: string | undefined }) => {
  const { releaseId } = input;
  const context = await releaseContext(deps, releaseId, 'close-release');
  const { release, record } = context;
  if (release.outcome !== null) return { outcome: release.outcome };
  const fault = input.fault === undefined || input.fault === 'none' ? null : input.fault;

  await deps.gates.cancel(releaseId);
  for (const hold of await deps.holds.ofRelease(releaseId)) {
    if (hold.status.kind === 'OPEN')
      await endHold(
        deps,
        hold,
        { answer: 'CANCELLED', by: 'interlock', reason: plainText(`the release ended: ${fault ?? 'closing'}`, 1000) },
        interlock,
      );
  }
  // The outcome on record stands; a call that broke off behind it is finished for that outcome.
  const ending = async () => {
    const records = await deps.auditLog.records(releaseId);
    return endingOf(records.find((r) => r.key === 'release.closed')) ?? outcomeOf(records, fault);
  };
  await finishShifts(deps, context, (await ending()).outcome);
  const { outcome, because } = await ending();

  const written = await record({
    key: 'release.closed',
    event: 'release.closed',
    rationale: because,
    payload: {
      outcome,
      fault,
      seconds: Math.round((deps.clock.now() - Date.parse(release.openedAt)) / 1000),
    },
  });
  if (outcome === 'DEPLOYED')
    await deps.vcs.markDeployed(release.change.source, release.change.service, release.change.head);
  await deps.locks.release(release.change.service, 'production', releaseId);
  // Behind the lock: a ledger that cannot be written must not keep the service from its next release.
  const entry = trustEntryOf(await deps.auditLog.records(releaseId));
  if (entry !== null) await deps.trust.add(entry);
  await sendOutcome(deps, context, { outcome, because });
  // Last, because a release that is closed is never looked at again: whoever died before this point begins anew.
  await deps.releases.close(releaseId, outcome, Date.parse(written.at));
  return { outcome };
};

function endingOf(closed: AuditRecord | undefined): Ending | null {
  if (closed === undefined) return null;
  const { outcome } = closedSchema.parse(closed.payload);
  return { outcome, because: closed.rationale };
}

const closedSchema = z.object({ outcome: outcomeSchema });
