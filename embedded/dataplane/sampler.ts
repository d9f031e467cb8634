import { setTimeout as sleep } from 'node:timers/promises';
import { BUCKET_MS, PROBE_FLOOR_MS } from './limits.ts';
import { probeHealth } from './probe-health.ts';
import type { Arm, Target } from './target.ts';
import { createUsageReader } from './usage.ts';
import type { World } from './world.ts';

/** Measures health, CPU and memory of every version about once a bucket, until `signal` is aborted. */
export async function sample(world: World, targets: () => readonly Target[], signal: AbortSignal): Promise<void> {
  const usage = createUsageReader();
  const asked = new Set<Arm>();
  let before = new Map<number, { readonly at: number; readonly cpuMs: number }>();
  while (!signal.aborted) {
    const pause = Math.max(PROBE_FLOOR_MS, world.clock().realOf(BUCKET_MS));
    await sleep(Math.min(pause, 10_000), undefined, { signal }).catch(() => undefined);
    const arms = targets()
      .flatMap(({ stable, candidate }) => [stable, candidate])
      .filter((arm) => arm?.unit)
      .map((arm) => arm as Arm);
    for (const arm of arms) if (!asked.has(arm)) void checkHealth(arm, asked);

    const read = await usage.read(arms.map((arm) => arm.unit?.group.pgid ?? 0)).catch(() => new Map());
    const at = performance.now();
    const next = new Map<number, { at: number; cpuMs: number }>();
    for (const { unit, meter, spec } of arms) {
      const now = unit && read.get(unit.group.pgid);
      if (!unit || !now) continue;
      const last = before.get(unit.group.pgid);
      next.set(unit.group.pgid, { at, cpuMs: now.cpuMs });
      if (!last || at <= last.at) continue;
      // CPU time can seem to shrink when a member ends without being waited for.
      const cpu = Math.max(0, now.cpuMs - last.cpuMs) / (at - last.at) / spec.cpus;
      meter.usage(cpu * 100, (now.rssBytes / (spec.memoryMb * 2 ** 20)) * 100);
    }
    before = next;
  }
}

async function checkHealth(arm: Arm, asked: Set<Arm>): Promise<void> {
  const unit = arm.unit;
  if (!unit) return;
  asked.add(arm);
  const problem = await probeHealth(unit.port, arm.spec.health);
  asked.delete(arm);
  // A process that ended meanwhile was counted where its end was seen, or was ended on purpose.
  if (arm.unit === unit && !arm.closing.signal.aborted) arm.meter.health(problem === null);
}
