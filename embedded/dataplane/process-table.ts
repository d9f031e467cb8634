import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** One process of a group. `started` identifies it: a recycled pid has another start time. */
export interface ProcessEntry {
  readonly pid: number;
  readonly pgid: number;
  readonly session: number;
  readonly started: string;
  readonly zombie: boolean;
  readonly cpuMs: number;
}

const LINUX = process.platform === 'linux';
/** The unit of CPU times in /proc is 1/100 s for user space on every Linux architecture that runs Node (USER_HZ). */
const MS_PER_TICK = 10;

/** Reads /proc/<pid>/stat. CPU time holds the process and its children that have ended and were waited for. */
export function readProc(pid: number | string): ProcessEntry | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The name in parentheses may hold spaces and parentheses; fields are counted from its end (man 5 proc, field 3 on).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const number = (field: number) => Number(fields[field - 3]);
  return {
    pid: Number(pid),
    pgid: number(5),
    session: number(6),
    started: fields[22 - 3] ?? '',
    zombie: fields[0] === 'Z' || fields[0] === 'X',
    cpuMs: (number(14) + number(15) + number(16) + number(17)) * MS_PER_TICK,
  };
}

/** When the process began, in whatever words the system has; null when there is no such process. */
export function startedAt(pid: number): string | null {
  if (LINUX) return readProc(pid)?.started ?? null;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** Living members of the group; on systems without /proc only whether there are any (one entry without figures). */
export function groupMembers(pgid: number): readonly ProcessEntry[] {
  if (!LINUX) return signalable(pgid) ? [{ pid: pgid, pgid, session: 0, started: '', zombie: false, cpuMs: 0 }] : [];
  if (!signalable(pgid)) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => readProc(pid) ?? [])
    .filter((entry) => entry.pgid === pgid && !entry.zombie);
}

function signalable(pgid: number): boolean {
  try {
    process.kill(-pgid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
