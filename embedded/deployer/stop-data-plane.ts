import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endLeftovers } from '../dataplane/groups.ts';
import { defaultLimits } from '../dataplane/limits.ts';
import { groupMembers } from '../dataplane/process-table.ts';
import { readState } from '../dataplane/state-file.ts';
import { connect, readAddress, Unreachable } from './remote.ts';

/** Ends the data plane of a home and every process of it; false when none was running. Also cleans up after a crashed one. */
export async function stopDataPlane(home: string): Promise<boolean> {
  try {
    const { pid } = readAddress(home);
    await connect(home).call('stop', {});
    // It leads a process group of its own, in which what has ended but was not waited for no longer counts.
    while (groupMembers(pid).length > 0) await sleep(20);
    return true;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  }
  await endLeftovers(readState(home)?.groups ?? [], defaultLimits.killAfterMs);
  rmSync(join(home, 'dataplane.json'), { force: true });
  return false;
}
