import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { Terminal } from '../../core/contracts/errors.ts';
import type { GateUser } from './gate-user.ts';
import { processesOf } from './process-list.ts';

const ROUNDS = 100;

/** Ends every process of the user, whatever group, session or environment it made for itself. Terminal if one stays. */
export async function endUser(user: GateUser): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const left = await processesOf(user.uid);
    if (left.length === 0) return;
    await killAll(user);
    // When nothing can be started any more for want of processes.
    for (const pid of left)
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    await pause(10);
  }
  throw new Terminal('processes that a command left behind could not be ended');
}

/** Signalled by one call of the kernel, so that none slips through by forking meanwhile. */
function killAll({ uid, gid }: GateUser): Promise<void> {
  return new Promise((resolve) => {
    const killer = spawn('/bin/sh', ['-c', 'kill -KILL -1'], { uid, gid, env: {}, cwd: '/', stdio: 'ignore' });
    killer.once('error', () => resolve());
    killer.once('exit', () => resolve());
  });
}
