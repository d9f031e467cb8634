import { setTimeout as sleep } from 'node:timers/promises';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Deployer, ShiftStatus } from '../ports.ts';
import { endWait, findDeployment, getDeployment, stopDeployment } from './codedeploy-calls.ts';
import type { DeployerClients, DeployerOptions, DeployerWorld } from './deployer-world.ts';
import type { StoredShift } from './deployment-documents.ts';
import { beat } from './heartbeat.ts';
import { returnByDeployment } from './return-by-deployment.ts';
import { isAllBack, isSameVersion, shiftState, weightOf, type Seen } from './shift-state.ts';
import { startShift } from './start-shift.ts';
import { versionBehind } from './version-behind.ts';

/**
 * Moves a target's traffic between published versions by CodeDeploy. What is stored of a shift says what was meant; what
 * the target serves and GetDeployment say what is. Every operation may be repeated after any failure.
 */
export function createCodedeployDeployer(clients: DeployerClients, options: DeployerOptions): Deployer {
  const world: DeployerWorld = { pause: (ms) => sleep(ms), ...clients, ...options };
  const { shifts } = world.documents;
  const statusOf = async (shiftId: string): Promise<ShiftStatus | null> => {
    const shift = await shifts.get(shiftId);
    if (shift === null) return null;
    await beat(world.cloudWatch, shift.request.service);
    return look(world, shift);
  };
  return {
    async running(service, environment) {
      // Nothing is kept serving in staging between shifts.
      if (environment === 'staging') return null;
      const platform = await world.platformOf(await world.targets.target(service, environment));
      const { version } = await platform.serving();
      return versionBehind(platform, world.documents, version);
    },
    start: async (request) => look(world, await startShift(world, request)),
    status: statusOf,
    async giveBack(shiftId, reason) {
      const before = await statusOf(shiftId);
      if (before !== null && (await isToFreeze(world, shiftId, before))) return freeze(world, shiftId, reason);
      const shift = await meantToReturn(world, shiftId, reason);
      const seen = await see(world, shift);
      if (seen.deployment?.state === 'WAITING' || seen.deployment?.state === 'RUNNING') {
        await stopDeployment(world.codeDeploy, seen.deployment.id, true);
        return look(world, shift);
      }
      if (shiftState(seen).state === 'RETURNING') {
        // Its traffic is back; what it came back from is not kept ready for anything.
        if (seen.keepsOld && seen.back?.state === 'RUNNING' && isAllBack(seen))
          await endWait(world.codeDeploy, seen.back.id);
        else await returnByDeployment(world, seen);
      }
      return look(world, (await shifts.get(shiftId)) ?? shift);
    },
    async forbid(shiftId, reason) {
      await world.documents.forbidden.change(shiftId, (current) => (current ? null : { why: reason.slice(0, 900) }));
    },
    async settle(shiftId) {
      const status = await statusOf(shiftId);
      if (status?.state !== 'COMPLETE')
        throw new Terminal(`shift ${shiftId} cannot be settled: found ${status?.state ?? 'none'}, expected COMPLETE`);
      const shift = await shifts.get(shiftId);
      if (shift?.settled === false && shift.deploymentId !== null && shift.target !== null)
        if ((await world.platformOf(shift.target)).keepsOld) await endWait(world.codeDeploy, shift.deploymentId);
      await shifts.change(shiftId, (current) =>
        current === null || current.settled ? null : { ...current, settled: true },
      );
    },
  };
}

/** Records why the traffic is to go back, before anything is done about it. The first reason stays. */
async function meantToReturn(world: DeployerWorld, shiftId: string, reason: string): Promise<StoredShift> {
  const { shifts } = world.documents;
  const begun = await shifts.get(shiftId);
  if (begun === null) throw new Terminal(`there is no shift ${shiftId}`);
  // A start that broke off may have left a deployment whose id nobody wrote down.
  const lost =
    begun.deploymentId === null && begun.refused === null && begun.target !== null
      ? await findDeployment(world.codeDeploy, begun.target, shiftId, begun.createdAt)
      : null;
  const shift = await shifts.change(shiftId, (current) => {
    if (current === null || current.refused !== null || current.returning !== null || current.ended !== null)
      return null;
    if (current.settled) throw new Terminal(`shift ${shiftId} is settled: its old version was let go`);
    const deploymentId = current.deploymentId ?? lost;
    const returning = reason.slice(0, 1000);
    return deploymentId !== null || isSameVersion(current)
      ? { ...current, deploymentId, returning }
      : { ...current, refused: `given back before it began: ${reason}`.slice(0, 1000) };
  });
  if (shift === null) throw new Terminal(`there is no shift ${shiftId}`);
  return shift;
}

/** A shift that may not return, once its new version had traffic, and as long as it has not ended. */
async function isToFreeze({ documents }: DeployerWorld, shiftId: string, status: ShiftStatus): Promise<boolean> {
  const shift = await documents.shifts.get(shiftId);
  if (shift === null || shift.request.mayReturn || status.since === null) return false;
  return status.state === 'SHIFTING' || status.state === 'COMPLETE' || status.state === 'FROZEN';
}

/** Leaves the traffic where it is. A deployment that is under way is stopped, without giving anything back. */
async function freeze(world: DeployerWorld, shiftId: string, reason: string): Promise<ShiftStatus> {
  const shift = await world.documents.shifts.change(shiftId, (current) =>
    current === null || current.frozen !== null || current.settled
      ? null
      : { ...current, frozen: reason.slice(0, 1000) },
  );
  if (shift === null) throw new Terminal(`there is no shift ${shiftId}`);
  const { deployment } = await see(world, shift);
  if (deployment?.state === 'WAITING' || deployment?.state === 'RUNNING')
    await stopDeployment(world.codeDeploy, deployment.id, false);
  return look(world, shift);
}

async function look(world: DeployerWorld, shift: StoredShift): Promise<ShiftStatus> {
  const status = shiftState(await see(world, shift));
  const { state } = status;
  if ((state === 'RETURNED' || state === 'FAILED') && shift.ended === null)
    await world.documents.shifts.change(shift.request.shiftId, (current) =>
      current === null || current.ended !== null ? null : { ...current, ended: state },
    );
  return status;
}

/** Reads what AWS says, deployments first: what is read to serve after them cannot be older than their end. */
async function see(world: DeployerWorld, shift: StoredShift): Promise<Seen> {
  // What has ended is not looked at again: a later shift may move the same traffic.
  if (shift.ended !== null || shift.refused !== null || shift.settled)
    return { shift, deployment: null, back: null, serving: null, keepsOld: false };
  const get = (id: string | null) => (id === null ? Promise.resolve(null) : getDeployment(world.codeDeploy, id));
  const deployment = await get(shift.deploymentId);
  const back = await get(shift.backDeploymentId ?? deployment?.rollbackId ?? null);
  const platform = deployment === null || shift.target === null ? null : await world.platformOf(shift.target);
  const serving = platform === null ? null : await platform.serving();
  const seen = { shift, deployment, back, serving, keepsOld: platform?.keepsOld ?? false };
  return { ...seen, shift: await withTimes(world, seen) };
}

/** Keeps when the new version was first seen with traffic, and when it got all of it. */
async function withTimes(world: DeployerWorld, { shift, deployment, serving, keepsOld }: Seen): Promise<StoredShift> {
  const weight = weightOf({ shift, serving });
  const complete = (keepsOld || deployment?.state === 'SUCCEEDED') && weight === 100;
  const since = weight > 0 ? world.clock.now() : null;
  // A deployment that keeps the old version ends long after its last step.
  const completeAt = complete ? ((keepsOld ? null : deployment?.endedAt) ?? world.clock.now()) : null;
  if ((shift.since ?? since) === shift.since && (shift.completeAt ?? completeAt) === shift.completeAt) return shift;
  const written = await world.documents.shifts.change(shift.request.shiftId, (current) =>
    current === null
      ? null
      : { ...current, since: current.since ?? since, completeAt: current.completeAt ?? completeAt },
  );
  return written ?? shift;
}
