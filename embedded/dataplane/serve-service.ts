import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Version } from '../../core/contracts/shift.ts';
import { closeArm, createArm, startArm } from './arm.ts';
import { keepServing } from './keep-serving.ts';
import { createTarget } from './open-target.ts';
import type { Proxies } from './open-target.ts';
import type { ServiceSpec } from './protocol.ts';
import { activeShift } from './target.ts';
import type { Target } from './target.ts';
import type { World } from './world.ts';

/** Serves a service for the first time; a failure leaves no process, no checkout and no port behind. */
export async function serveFirst(
  world: World,
  proxies: Proxies,
  targets: Target[],
  spec: ServiceSpec,
  initial: Version,
): Promise<void> {
  const production = createTarget(world, spec, 'production');
  const staging = createTarget(world, spec, 'staging');
  await proxies.bind(production);
  const arm = createArm(world, production, initial);
  production.stable = arm;
  try {
    await proxies.bind(staging);
    arm.unit = await startArm(world, production, arm);
  } catch (error) {
    await closeArm(world, arm);
    await Promise.all([proxies.close(production, 0), proxies.close(staging, 0)]);
    throw error;
  }
  targets.push(production, staging);
  world.save();
  void keepServing(world, production, arm);
}

/** Takes a changed spec over for whatever starts next, and waits until the running version is ready. */
export async function serveAgain(
  world: World,
  proxies: Proxies,
  targets: readonly Target[],
  spec: ServiceSpec,
): Promise<void> {
  for (const target of targets) {
    const before = target.spec;
    target.spec = spec;
    await proxies.bind(target).catch((error: unknown) => {
      target.spec = before;
      throw error;
    });
  }
  world.save();
  const production = targets.find((t) => t.environment === 'production');
  if (!production?.stable) return;
  if (!production.stable.unit && !activeShift(production)) {
    const old = production.stable;
    production.stable = createArm(world, production, old.version);
    void keepServing(world, production, production.stable);
    await closeArm(world, old);
  }
  const arm = production.stable;
  const deadline = Date.now() + spec.startTimeoutSeconds * 1000;
  while (!arm.unit && arm.problem === null && Date.now() < deadline) await sleep(50);
  if (!arm.unit) throw new InvalidInput(arm.problem ?? `${spec.service} is still starting`);
}
