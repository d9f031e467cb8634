import { setTimeout as pause } from 'node:timers/promises';
import { familyOf, processesWith, processList } from './process-list.ts';

/** Set for every process of a gate run, so that one that left its group is found as well. */
export const RUN_MARK = 'INTERLOCK_GATE_RUN';

/**
 * Ends a process group with all its descendants: asks with SIGTERM, and after `graceMs` insists with SIGKILL. Without a
 * group only the run's marked processes. Returns when none is left.
 */
export async function endProcesses(group: number | null, runFolder: string, graceMs: number): Promise<void> {
  if (group !== null && graceMs > 0) {
    signal(
      (await family(group)).map(({ pid }) => pid),
      'SIGTERM',
    );
    const deadline = performance.now() + graceMs;
    while (performance.now() < deadline && (await family(group)).length > 0) await pause(20);
  }
  // A process may fork between the list and the signal: repeated until a list is empty.
  for (let round = 0; round < 100; round++) {
    const members = group === null ? [] : (await family(group)).map(({ pid }) => pid);
    const left = new Set([...members, ...(await processesWith(RUN_MARK, runFolder))]);
    left.delete(process.pid);
    if (left.size === 0) return;
    signal([...left], 'SIGKILL');
    await pause(10);
  }
}

const family = async (group: number) => familyOf(group, await processList());

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, name);
    } catch {
      // It ended by itself.
    }
}
