import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endLeftovers } from '../dataplane/groups.ts';
import { defaultLimits } from '../dataplane/limits.ts';
import { startedAt } from '../dataplane/process-table.ts';
import { readState } from '../dataplane/state-file.ts';
import { connect, readAddress, Unreachable } from './remote.ts';

/** Ends the data plane of a home and every process of it; false when none was running. Also cleans up after a crashed one. */
export async function stopDataPlane(home: string): Promise<boolean> {
  try {
    const { pid } = readAddress(home);
    const started = startedAt(pid);
    await connect(home).call('stop', {});
    while (started !== null && startedAt(pid) === started && !gone(pid)) await sleep(20);
    return true;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  }
  await endLeftovers(readState(home)?.groups ?? [], defaultLimits.killAfterMs);
  rmSync(join(home, 'dataplane.json'), { force: true });
  return false;
}

/** Also true for a process that has ended and was not waited for yet. */
function gone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
