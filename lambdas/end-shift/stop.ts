import { asksForReturn } from '../../core/canary/return-limit.ts';
import type { Phase } from '../../core/contracts/shift.ts';
import { shiftIdOf } from '../kit/end-shifts.ts';
import type { ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

/** Gives the traffic back. A shift that nobody decided on came here by a fault, which is recorded as a roll back. */
export async function stop(deps: Deps, { release, evidence, record }: ReleaseContext, phase: Phase) {
  const shiftId = shiftIdOf(release.releaseId, phase);
  const document = await evidence.shift(phase);
  const why = document?.because?.observed ?? 'a step of the shift failed, so its traffic is given back';
  const now = deps.clock.now();
  if (document !== null && document.decision === null && document.result === null) {
    await record({
      key: `shift.${phase}.decided`,
      event: 'shift.decided',
      rationale: why,
      payload: { phase, decision: 'ROLL_BACK', result: 'FAILED', fault: true },
    });
    // The time to restore counts from the first call, however often the traffic's return is asked for.
    await evidence.putShift({ ...document, decidedAt: document.decidedAt ?? now });
  }
  const seen = await deps.deployer.status(shiftId);
  if (seen === null || !asksForReturn(seen.state, (now - (document?.decidedAt ?? now)) / 1000))
    return { action: 'STOP' as const, next: 'VERIFY' as const };
  const status = await deps.deployer.giveBack(shiftId, why);
  return { action: 'STOP' as const, next: status.state === 'RETURNING' ? ('WAIT' as const) : ('VERIFY' as const) };
}
