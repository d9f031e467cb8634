import type { ReleaseId } from '../../core/contracts/ids.ts';
import { phaseSchema, type Phase, type ShiftResult } from '../../core/contracts/shift.ts';
import { Transient } from '../../core/contracts/errors.ts';
import type { Deployer } from '../ports.ts';

/** WATCH moves no traffic of its own: it watches the rollout's shift. */
export function shiftIdOf(releaseId: ReleaseId, phase: Phase): string {
  return `${releaseId}.${phase === 'WATCH' ? 'ROLLOUT' : phase}`;
}

/** A shift whose traffic could not be given back, so that nobody knows what serves (001-42), or may not be (001-40). */
export type LostShift = {
  readonly phase: Phase;
  readonly result: Extract<ShiftResult, 'ROLLBACK_FAILED' | 'FROZEN'>;
  readonly detail: string;
};

/**
 * Gives back the traffic of every shift of a release that still has some, and keeps those that never began from ever
 * beginning (verify/lock); returns those that could not be given back. Throws
 * Transient while traffic is on its way back, so that the caller's lock is only released when the old version serves
 * again. A shift that is COMPLETE after it was asked has settled: it has nothing to give back.
 */
export async function endShifts(
  deployer: Deployer,
  releaseId: ReleaseId,
  reason: string,
): Promise<readonly LostShift[]> {
  const lost: LostShift[] = [];
  for (const phase of phaseSchema.options.filter((p) => p !== 'WATCH')) {
    const shiftId = shiftIdOf(releaseId, phase);
    const status = (await deployer.status(shiftId)) ?? (await neverToBegin(shiftId));
    if (status === null || status.state === 'FAILED' || status.state === 'RETURNED') continue;
    const isLost = status.state === 'RETURN_FAILED' || status.state === 'FROZEN';
    const after = isLost ? status : await deployer.giveBack(shiftId, reason);
    if (after.state === 'RETURN_FAILED') lost.push({ phase, result: 'ROLLBACK_FAILED', detail: after.detail });
    if (after.state === 'FROZEN') lost.push({ phase, result: 'FROZEN', detail: after.detail });
    if (after.state === 'RETURNING' || after.state === 'STARTING' || after.state === 'SHIFTING')
      throw new Transient(`${shiftId} is still giving its traffic back`);
  }
  return lost;

  /** A call that is still under way must find it closed; one that landed just before is given back like any other. */
  async function neverToBegin(shiftId: string) {
    await deployer.forbid(shiftId, reason);
    return deployer.status(shiftId);
  }
}
