import { setTimeout as sleep } from 'node:timers/promises';
import { closeArm, drain, stopUnit } from './arm.ts';
import type { Proxies } from './open-target.ts';
import { returnTraffic } from './return-traffic.ts';
import { activeShift } from './target.ts';
import type { Target } from './target.ts';
import type { World } from './world.ts';

/** Gives a shift's traffic back, lets requests under way finish, ends every process; the running checkout stays. */
export async function stopTarget(world: World, proxies: Proxies, target: Target): Promise<void> {
  target.stopping = true;
  const shift = activeShift(target);
  if (shift) {
    returnTraffic(world, target, shift, 'the data plane was stopped');
    const deadline = Date.now() + world.limits.drainMs + world.limits.killAfterMs + 5_000;
    while (target.candidate && shift.state !== 'RETURN_FAILED' && Date.now() < deadline) await sleep(20);
    if (target.candidate) await closeArm(world, target.candidate);
  }
  await proxies.close(target, world.limits.drainMs);
  await Promise.all(target.retiring);
  if (!target.stable) return;
  target.stable.closing.abort(new Error('the data plane was stopped'));
  await drain(target.stable, world.limits.drainMs);
  await stopUnit(target.stable);
}
