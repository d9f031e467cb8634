import type { ReleaseId } from '../../../core/contracts/ids.ts';
import type { Phase } from '../../../core/contracts/shift.ts';
import { recorder } from '../../../lambdas/kit/recorder.ts';
import { seedRelease, type Seed } from '../../support/seed-release.ts';
import { DIGEST, HEAD, RUNNING, SHOP } from '../../support/some-change.ts';
import { type World } from '../../support/steps-world.ts';

export const close = (world: World, releaseId: ReleaseId, fault?: string) =>
  world.steps.CloseRelease({ releaseId, ...(fault === undefined ? {} : { fault }) });

/** Writes what a step before would have written. */
export async function record(
  world: World,
  releaseId: ReleaseId,
  event: string,
  payload: object,
  key = event,
): Promise<void> {
  const release = (await world.ports.releases.get(releaseId))!;
  await recorder(world.ports.auditLog, release)({ key, event, rationale: `because of ${event}`, payload });
}

/** A shift as it stands at the deployer. */
export async function shifted(world: World, releaseId: ReleaseId, phase: Phase, weight: number): Promise<string> {
  const { deployer } = world.ports;
  const shiftId = `${releaseId}.${phase}`;
  const environment = phase === 'STAGING' ? 'staging' : 'production';
  const to = { commit: HEAD, digest: DIGEST };
  await deployer.start({
    shiftId,
    service: SHOP,
    environment,
    from: RUNNING,
    to,
    steps: [{ weight, bakeSeconds: 0 }],
    mayReturn: true,
  });
  deployer.set(shiftId, { state: 'COMPLETE', weight });
  return shiftId;
}

export async function deployed(world: World, seed: Seed = {}): Promise<ReleaseId> {
  const releaseId = await seedRelease(world, seed);
  await shifted(world, releaseId, 'ROLLOUT', 100);
  await record(world, releaseId, 'shift.ended', { phase: 'WATCH', result: 'PASSED', next: 'PROCEED' });
  await world.ports.deployer.settle(`${releaseId}.ROLLOUT`);
  return releaseId;
}
export const lock = async ({ ports }: World) => (await ports.locks.holder(SHOP, 'production'))?.releaseId ?? null;
