import { readFileSync } from 'node:fs';

/** The mark where a process cannot be told from a later one with its pid. */
export const UNSURE = 'alive';

/**
 * Names a living process so that another one with the same pid is not taken for it: on Linux its start time
 * (/proc/<pid>/stat, field 22), elsewhere only that it answers. Null when it is gone, or a zombie nobody has collected.
 */
export function liveMark(pid: number): string | null {
  if (process.platform === 'linux') return linuxMark(pid);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, but belongs to someone else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  return UNSURE;
}

function linuxMark(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in parentheses, may hold spaces; the state is the first field after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
