import type { ReleaseId } from '../../core/contracts/ids.ts';
import { phaseSchema, type Phase } from '../../core/contracts/shift.ts';
import { Transient } from '../../core/contracts/errors.ts';
import type { Deployer } from '../ports.ts';

/** WATCH moves no traffic of its own: it watches the rollout's shift. */
export function shiftIdOf(releaseId: ReleaseId, phase: Phase): string {
  return `${releaseId}.${phase === 'WATCH' ? 'ROLLOUT' : phase}`;
}

/**
 * Gives back the traffic of every shift of a release that still has some. Throws Transient while traffic is on its way
 * back, so that the caller's lock is only released when the old version serves again.
 */
export async function endShifts(deployer: Deployer, releaseId: ReleaseId, reason: string): Promise<void> {
  for (const phase of phaseSchema.options.filter((p) => p !== 'WATCH')) {
    const shiftId = shiftIdOf(releaseId, phase);
    const status = await deployer.status(shiftId);
    if (status === null || status.state === 'FAILED' || status.state === 'RETURNED' || status.state === 'RETURN_FAILED')
      continue;
    const after = await deployer.giveBack(shiftId, reason);
    if (after.state === 'RETURNING' || after.state === 'STARTING')
      throw new Transient(`${shiftId} is still giving its traffic back`);
  }
}
