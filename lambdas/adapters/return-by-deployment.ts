import { createDeployment, findDeployment } from './codedeploy-calls.ts';
import type { DeployerWorld } from './deployer-world.ts';
import type { StoredShift } from './deployment-documents.ts';
import type { Seen } from './shift-state.ts';

/** CodeDeploy may be just about to create the rollback of a deployment that ended. */
const ROLLBACK_GRACE_MS = 60_000;
const AT_ONCE = [{ weight: 100, bakeSeconds: 0 }];

/**
 * Gives the traffic back by a deployment of our own: after a deployment that succeeded, which cannot be stopped, and
 * when the rollback of one that was stopped did not bring the old version back. Created once; while the group is taken
 * by another deployment it is tried again at the next call.
 */
export async function returnByDeployment(world: DeployerWorld, { shift, deployment }: Seen): Promise<StoredShift> {
  const { target, fromVersion, toVersion } = shift;
  if (shift.backDeploymentId !== null || target === null || fromVersion === null || toVersion === null) return shift;
  if (deployment?.state === 'ENDED' && world.clock.now() - (deployment.endedAt ?? 0) < ROLLBACK_GRACE_MS) return shift;
  const description = `${shift.request.shiftId}.back`;
  const platform = await world.platformOf(target);
  const content = platform.appSpec(toVersion, fromVersion);
  const order = { target, content, config: platform.config('', AT_ONCE), description, rollsBack: true };
  const backDeploymentId =
    (await createDeployment(world.codeDeploy, order)) ??
    (await findDeployment(world.codeDeploy, target, description, shift.createdAt));
  if (backDeploymentId === null) return shift;
  const written = await world.documents.shifts.change(shift.request.shiftId, (current) =>
    current === null || current.backDeploymentId !== null ? null : { ...current, backDeploymentId },
  );
  return written ?? shift;
}
