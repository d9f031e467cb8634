import type { ShiftStatus } from '../ports.ts';
import type { Deployment } from './codedeploy-calls.ts';
import type { StoredShift } from './deployment-documents.ts';
import type { Alias } from './lambda-alias.ts';

/** What AWS says of a shift at one moment. */
export type Seen = {
  readonly shift: StoredShift;
  readonly deployment: Deployment | null;
  /** CodeDeploy's rollback, or our own deployment back when there is one. */
  readonly back: Deployment | null;
  /** Null for a shift that never came so far as to have one. */
  readonly alias: Alias | null;
};

/**
 * Where a shift stands. The alias is what users get, so nothing counts as COMPLETE or RETURNED that it does not show;
 * the deployments say whether it is still being changed.
 */
export function shiftState(seen: Seen): ShiftStatus {
  const { shift, deployment, back, alias } = seen;
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
  if (deployment === null || alias === null) return status('STARTING', 'the deployment is not created yet');

  const isBack = alias.version === shift.fromVersion && weight === 0;
  switch (deployment.state) {
    case 'WAITING':
    case 'RUNNING':
      if (shift.returning !== null) return status('RETURNING', deployment.detail);
      return status(weight === 0 ? 'STARTING' : 'SHIFTING', deployment.detail);
    case 'SUCCEEDED':
      if (shift.returning === null)
        return weight === 100
          ? status('COMPLETE', deployment.detail)
          : isBack
            ? status('RETURNED', `${deployment.detail}, but the alias was set back to version ${alias.version}`)
            : status('RETURN_FAILED', `${deployment.detail}, but the alias points at version ${alias.version}`);
      break;
    case 'ENDED':
      break;
  }
  if (back?.state === 'WAITING' || back?.state === 'RUNNING') return status('RETURNING', back.detail);
  if (isBack) return status(sinceOf(seen) === null ? 'FAILED' : 'RETURNED', deployment.detail);
  // Our own deployment back is the last means there is.
  if (shift.backDeploymentId !== null && back !== null)
    return status('RETURN_FAILED', `${back.detail}, and the alias points at version ${alias.version}`);
  return status('RETURNING', `${deployment.detail}; version ${shift.toVersion} still has traffic`);
}

/** In staging the artifact may be what the last shift left there. */
export const isSameVersion = ({ fromVersion, toVersion }: StoredShift): boolean =>
  toVersion !== null && toVersion === fromVersion;

/** Percent of the new version. */
export function weightOf({ shift, alias }: Pick<Seen, 'shift' | 'alias'>): number {
  if (alias === null || shift.toVersion === null) return 0;
  const others = Object.values(alias.others).reduce((sum, share) => sum + share, 0);
  return alias.version === shift.toVersion ? 100 - others : (alias.others[shift.toVersion] ?? 0);
}

/** A rollback between two looks is the only sign of traffic that nobody saw. */
function sinceOf({ shift, deployment }: Seen): number | null {
  return shift.since ?? (deployment !== null && deployment.rollbackId !== null ? deployment.startedAt : null);
}
