import { setTimeout as sleep } from 'node:timers/promises';
import { startArm, stopUnit } from './arm.ts';
import { nameOf, short } from './target.ts';
import type { Arm, Target } from './target.ts';
import type { World } from './world.ts';

/** A process that lived this long was no crash loop: the next pause is the first again. */
const STEADY_MS = 60_000;

/** Starts the running version whenever no process of it lives, with growing pauses, until it is let go. */
export async function keepServing(world: World, target: Target, arm: Arm): Promise<void> {
  const { signal } = arm.closing;
  let pause = world.limits.restartFirstMs;
  while (!signal.aborted) {
    try {
      arm.unit ??= await startArm(world, target, arm);
      const { startedAt } = arm.unit;
      const how = await arm.unit.group.exited;
      if (signal.aborted) return;
      arm.problem = `its process ended by itself (${how})`;
      arm.meter.health(false);
      await stopUnit(arm);
      if (Date.now() - startedAt > STEADY_MS) pause = world.limits.restartFirstMs;
    } catch {
      // Its message is in arm.problem.
    }
    if (signal.aborted) return;
    world.log(`${nameOf(target)}: running version ${short(arm.version.commit)}: ${arm.problem}; again in ${pause} ms`);
    await sleep(pause, undefined, { signal }).catch(() => undefined);
    pause = Math.min(world.limits.restartLastMs, pause * 2);
  }
}
