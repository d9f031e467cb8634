import type { ReleaseId } from '../../core/contracts/ids.ts';
import { outcomeOf } from '../../core/release/outcome-of.ts';
import { endHold } from '../kit/end-hold.ts';
import { endShifts } from '../kit/end-shifts.ts';
import { interlock } from '../kit/recorder.ts';
import { releaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';
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
        { answer: 'CANCELLED', by: 'interlock', reason: `the release ended: ${fault ?? 'closing'}` },
        interlock,
      );
  }
  const ending = outcomeOf(await deps.auditLog.records(releaseId), fault);
  if (ending.outcome !== 'DEPLOYED')
    await endShifts(deps.deployer, releaseId, `the release ended as ${ending.outcome}`);

  const written = await record({
    key: 'release.closed',
    event: 'release.closed',
    rationale: ending.because,
    payload: {
      outcome: ending.outcome,
      fault,
      seconds: Math.round((deps.clock.now() - Date.parse(release.openedAt)) / 1000),
    },
  });
  if (ending.outcome === 'DEPLOYED')
    await deps.vcs.markDeployed(release.change.source, release.change.service, release.change.head);
  await deps.locks.release(release.change.service, 'production', releaseId);
  await sendOutcome(deps, context, ending);
  // Last, because a release that is closed is never looked at again: whoever died before this point begins anew.
  await deps.releases.close(releaseId, ending.outcome, Date.parse(written.at));
  return { outcome: ending.outcome };
};
