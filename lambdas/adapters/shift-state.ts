import type { ShiftStatus } from '../ports.ts';
import type { Deployment } from './codedeploy-calls.ts';
import type { StoredShift } from './deployment-documents.ts';
import type { Serving } from './platform.ts';

/** What AWS says of a shift at one moment. */
export type Seen = {
  readonly shift: StoredShift;
  readonly deployment: Deployment | null;
  /** CodeDeploy's rollback, or our own deployment back when there is one. */
  readonly back: Deployment | null;
  /** Null for a shift that never came so far as to have one. */
  readonly serving: Serving | null;
  /** Whether the deployment stays under way after the last step, to keep the old version ready (Platform). */
  readonly keepsOld: boolean;
};

/**
 * Where a shift stands. What is served is what users get, so nothing counts as COMPLETE or RETURNED that it does not show;
 * the deployments say whether it is still being changed.
 */
export function shiftState(seen: Seen): ShiftStatus {
  const { shift, deployment, back, serving, keepsOld } = seen;
  const weight = weightOf(seen);
  const status = (state: ShiftStatus['state'], detail: string): ShiftStatus => ({
    state,
    weight: state === 'FAILED' || state === 'RETURNED' ? 0 : weight,
    since: sinceOf(seen),
    detail: shift.returning === null ? detail : `${detail} (${shift.returning})`,
  });
  if (shift.refused !== null) return status('FAILED', shift.refused);
  if (shift.ended !== null) return status(shift.ended, 'the old version has all traffic');
  if (isSameVersion(shift))
    return shift.returning === null
      ? { ...status('COMPLETE', `version ${shift.toVersion} was there already`), weight: 100 }
      : status('RETURNED', `version ${shift.toVersion} stays: it was there before`);
  if (shift.settled) return { ...status('COMPLETE', 'settled'), weight: 100 };
  if (deployment === null || serving === null) return status('STARTING', 'the deployment is not created yet');

  const isBack = isAllBack(seen);
  // An alarm stops such a deployment too, and then nothing gives its traffic back.
  const isStuck = deployment.state === 'ENDED' && !shift.request.mayReturn && shift.returning === null;
  if (shift.frozen !== null || (isStuck && !isBack))
    return status(
      'FROZEN',
      `${weight} % of the traffic stays on version ${shift.toVersion}: ${shift.frozen ?? deployment.detail}`,
    );
  switch (deployment.state) {
    case 'WAITING':
    case 'RUNNING':
      if (shift.returning !== null) return status('RETURNING', deployment.detail);
      if (keepsOld && weight === 100) return status('COMPLETE', `${deployment.detail}, the old version is kept`);
      return status(weight === 0 ? 'STARTING' : 'SHIFTING', deployment.detail);
    case 'SUCCEEDED':
      if (shift.returning === null)
        return weight === 100
          ? status('COMPLETE', deployment.detail)
          : isBack
            ? status('RETURNED', `${deployment.detail}, but version ${serving.version} was put back`)
            : status('RETURN_FAILED', `${deployment.detail}, but version ${serving.version} serves`);
      break;
    case 'ENDED':
      break;
  }
  if (back?.state === 'WAITING' || back?.state === 'RUNNING') return status('RETURNING', back.detail);
  if (isBack) return status(sinceOf(seen) === null ? 'FAILED' : 'RETURNED', deployment.detail);
  // Our own deployment back is the last means there is.
  if (shift.backDeploymentId !== null && back !== null)
    return status('RETURN_FAILED', `${back.detail}, and version ${serving.version} serves`);
  return status('RETURNING', `${deployment.detail}; version ${shift.toVersion} still has traffic`);
}

/** In staging the artifact may be what the last shift left there. */
export const isSameVersion = ({ fromVersion, toVersion }: StoredShift): boolean =>
  toVersion !== null && toVersion === fromVersion;

/** Percent of the new version. */
export function weightOf({ shift, serving }: Pick<Seen, 'shift' | 'serving'>): number {
  if (serving === null || shift.toVersion === null) return 0;
  const others = Object.values(serving.others).reduce((sum, share) => sum + share, 0);
  return serving.version === shift.toVersion ? 100 - others : (serving.others[shift.toVersion] ?? 0);
}

/** True when the old version has all traffic. */
export const isAllBack = ({ shift, serving }: Pick<Seen, 'shift' | 'serving'>): boolean =>
  serving !== null && serving.version === shift.fromVersion && weightOf({ shift, serving }) === 0;

/** A rollback between two looks is the only sign of traffic that nobody saw. */
function sinceOf({ shift, deployment }: Seen): number | null {
  return shift.since ?? (deployment !== null && deployment.rollbackId !== null ? deployment.startedAt : null);
}
