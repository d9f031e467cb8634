import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { groupMembers, startedAt } from './process-table.ts';

export const groupRecordSchema = z.strictObject({ pgid: z.int().positive(), started: z.string() });
export type GroupRecord = z.infer<typeof groupRecordSchema>;

export interface Group {
  readonly pgid: number;
  readonly child: ChildProcess;
  /** How the first process ended, in words. */
  readonly exited: Promise<string>;
  /** After the exit, when all that was printed has been read (or half a second later: an escaped child may hold the pipe). */
  readonly drained: Promise<unknown>;
  /** SIGTERM to all, SIGKILL to what is left; ends when nothing of the group lives. */
  end(): Promise<void>;
}

/** Every process group that we started, so that none outlives us unseen: `changed` writes the list down. */
export interface Groups {
  start(command: string, options: { readonly cwd: string; readonly env: Record<string, string> }): Group;
  records(): readonly GroupRecord[];
}

export function createGroups(killAfterMs: number, changed: () => void): Groups {
  const records = new Map<number, GroupRecord>();
  return {
    records: () => [...records.values()],
    start(command, options) {
      const child = spawn('sh', ['-c', command], { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      const pgid = child.pid;
      if (pgid === undefined) {
        child.on('error', () => undefined);
        throw new Error(`could not start "sh" in ${options.cwd}`);
      }
      records.set(pgid, { pgid, started: startedAt(pgid) ?? '' });
      changed();
      let ending: Promise<void> | undefined;
      const end = () =>
        (ending ??= endGroup(pgid, killAfterMs).then(() => {
          records.delete(pgid);
          changed();
        }));
      const exited = new Promise<string>((resolve) => {
        child.once('error', (error) => resolve(error.message));
        child.once('exit', (code, signal) => {
          // What the first process leaves behind is nobody's: it ends with it.
          void end();
          resolve(signal ? `signal ${signal}` : `exit code ${code}`);
        });
      });
      const closed = new Promise((resolve) => child.once('close', resolve));
      const drained = exited.then(() => Promise.race([closed, sleep(500)]));
      return { pgid, child, exited, drained, end };
    },
  };
}

export async function endGroup(pgid: number, killAfterMs: number): Promise<void> {
  signal(pgid, 'SIGTERM');
  const deadline = Date.now() + killAfterMs;
  for (let pause = 5; groupMembers(pgid).length > 0; pause = Math.min(50, pause * 2)) {
    if (Date.now() > deadline) signal(pgid, 'SIGKILL');
    // Stuck in the kernel: nothing more can be done, and waiting for ever would block the traffic's owner.
    if (Date.now() > deadline + 5_000) return;
    await sleep(pause);
  }
}

/**
 * Ends groups that an earlier data plane recorded and could not end. The first process must be the recorded one by its
 * start time; when it is gone, a member of the session it opened must be younger than it.
 */
export async function endLeftovers(records: readonly GroupRecord[], killAfterMs: number): Promise<number> {
  const ours = records.filter(({ pgid, started }) => {
    if (started === '') return false;
    const now = startedAt(pgid);
    if (now !== null) return now === started;
    return groupMembers(pgid).some((m) => m.session === pgid && Number(m.started) >= Number(started));
  });
  await Promise.all(ours.map(({ pgid }) => endGroup(pgid, killAfterMs)));
  return ours.length;
}

function signal(pgid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pgid, name);
  } catch {
    // Gone already.
  }
}
