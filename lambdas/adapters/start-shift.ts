import { Terminal } from '../../core/contracts/errors.ts';
import type { Target } from '../../core/contracts/target.ts';
import type { ShiftRequest } from '../ports.ts';
import { createDeployment, findDeployment } from './codedeploy-calls.ts';
import type { DeployerWorld } from './deployer-world.ts';
import type { StoredShift } from './deployment-documents.ts';
import { alarmsOn, beat } from './heartbeat.ts';
import type { Serving } from './platform.ts';
import { versionBehind } from './version-behind.ts';

/** The dead-man alarm is on while nothing is watched; after a heartbeat CloudWatch turns it off within two minutes. */
const ALARM_TRIES = 24;
const ALARM_PAUSE_MS = 5_000;

/**
 * Begins a shift, or goes on with one that was begun: stored first, then the version is published, then the deployment
 * created. A refusal is stored as such, so that asking again says the same.
 */
export async function startShift(world: DeployerWorld, request: ShiftRequest): Promise<StoredShift> {
  const { shifts } = world.documents;
  const known = await shifts.get(request.shiftId);
  const shift = known ?? (await begin(world, request));
  if (shift.refused !== null || shift.deploymentId !== null || shift.returning !== null) return shift;
  const put = (fields: Partial<StoredShift>) => write(world, shift, fields);
  const { target, fromVersion } = shift;
  if (target === null || fromVersion === null) throw new Terminal(`shift ${request.shiftId} has no target`);
  if (known !== null) {
    const created = await findDeployment(world.codeDeploy, target, request.shiftId, shift.createdAt);
    if (created !== null) return put({ deploymentId: created });
  }

  const platform = await world.platformOf(target);
  const { service, environment, from, to, steps } = shift.request;
  if (environment === 'production') {
    const runs = await versionBehind(platform, world.documents, fromVersion);
    if (runs.commit !== from.commit || runs.digest !== from.digest)
      return put({
        refused: `production of ${service} runs ${runs.commit.slice(0, 12)} (${runs.digest}), expected ${from.commit.slice(0, 12)} (${from.digest})`,
      });
  }
  const published = await platform.publish(service, to, fromVersion);
  if (published.kind === 'REFUSED') return put({ refused: published.why });
  const toVersion = published.version;
  if (toVersion === fromVersion && environment === 'production')
    return put({
      refused: `the artifact of ${to.commit.slice(0, 12)} is byte for byte what runs: there is nothing to shift`,
    });
  await world.documents.versions.change(platform.name, () => to, toVersion);
  await put({ toVersion });
  if (toVersion === fromVersion) return put({ since: shift.createdAt, completeAt: shift.createdAt });

  const alarm = await firstAlarm(world, shift.request.service, target);
  if (alarm !== null) return put({ refused: `the alarm ${alarm} is on or does not exist` });
  // Minutes may have passed since: whoever closes the release must not be overtaken by what it cannot see.
  const now = await shifts.get(request.shiftId);
  if (now !== null && (now.refused !== null || now.returning !== null)) return now;
  const forbidden = await world.documents.forbidden.get(request.shiftId);
  if (forbidden !== null) return put({ refused: `forbidden before it began: ${forbidden.why}` });
  const deploymentId =
    (await createDeployment(world.codeDeploy, {
      target,
      content: platform.appSpec(fromVersion, toVersion),
      config: platform.config(world.configPrefix, steps),
      description: request.shiftId,
      rollsBack: shift.request.mayReturn,
    })) ?? (await findDeployment(world.codeDeploy, target, request.shiftId, shift.createdAt));
  return put(
    deploymentId === null
      ? { refused: `another deployment is under way in ${target.deploymentGroupName}` }
      : { deploymentId },
  );
}

async function begin(world: DeployerWorld, request: ShiftRequest): Promise<StoredShift> {
  const target = await world.targets.target(request.service, request.environment);
  const serving = await (await world.platformOf(target)).serving();
  if (serving.version === '') throw new Terminal(`nobody knows which version of ${request.service} serves`);
  const begun: StoredShift = {
    request: { ...request, steps: [...request.steps] },
    createdAt: world.clock.now(),
    target,
    fromVersion: serving.version,
    toVersion: null,
    fromGroup: serving.group,
    deploymentId: null,
    refused:
      request.environment === 'production' && isShared(serving, target)
        ? `two versions share the traffic of ${request.service}`
        : null,
    since: null,
    completeAt: null,
    returning: null,
    frozen: null,
    backDeploymentId: null,
    settled: false,
    ended: null,
  };
  const shift = await world.documents.shifts.change(request.shiftId, (current) => (current === null ? begun : null));
  return shift ?? begun;
}

/**
 * Two versions are served: a deployment from here would move traffic that somebody has frozen. A share of a group behind
 * which nothing stands is no version's.
 */
function isShared({ others }: Serving, target: Target): boolean {
  const groups: readonly string[] = target.kind === 'ECS' ? target.targetGroupArns : [];
  return Object.entries(others).some(([version, share]) => share > 0 && !groups.includes(version));
}

/** Fields are written once: what is there stays. */
async function write(
  world: DeployerWorld,
  { request }: StoredShift,
  fields: Partial<StoredShift>,
): Promise<StoredShift> {
  const written = await world.documents.shifts.change(request.shiftId, (current) => {
    if (current === null) return null;
    const open = Object.entries(fields).filter(([field]) => current[field as keyof StoredShift] === null);
    return open.length === 0 ? null : { ...current, ...Object.fromEntries(open) };
  });
  if (written === null) throw new Terminal(`shift ${request.shiftId} is not stored any more`);
  return written;
}

/** An alarm that would make CodeDeploy give the traffic back at once; null when all of them are off. */
async function firstAlarm(
  world: DeployerWorld,
  service: ShiftRequest['service'],
  target: Target,
): Promise<string | null> {
  for (let tries = 1; ; tries += 1) {
    await beat(world.cloudWatch, service);
    const [on] = await alarmsOn(world.cloudWatch, target.alarms);
    if (on === undefined) return null;
    if (tries === ALARM_TRIES) return on;
    await world.pause(ALARM_PAUSE_MS);
  }
}
