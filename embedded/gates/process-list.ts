import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export type ProcessEntry = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly rssKb: number;
};

const LINUX = process.platform === 'linux';

/** Every living process of the machine; zombies are left out, they hold nothing any more. */
export async function processList(): Promise<readonly ProcessEntry[]> {
  if (LINUX) return (await Promise.all((await pids()).map(readStatus))).flatMap((entry) => entry ?? []);
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,pgid=,rss=,stat='], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, group, rssKb, state] = line.trim().split(/\s+/);
    if (!pid || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), rssKb: Number(rssKb) }];
  });
}

/** Members of the process group and all their descendants, also those that made groups of their own. */
export function familyOf(group: number, all: readonly ProcessEntry[]): readonly ProcessEntry[] {
  const family = new Set(all.filter((entry) => entry.group === group).map(({ pid }) => pid));
  for (let size = -1; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid));
}

/** Processes that carry `NAME=value` in the environment they were started with; empty where the system does not tell. */
export async function processesWith(name: string, value: string): Promise<readonly number[]> {
  if (!LINUX) return [];
  const wanted = `${name}=${value}`;
  const found = await Promise.all(
    (await pids()).map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(wanted) ? [pid] : [];
    }),
  );
  return found.flat();
}

/** Living processes of a user: that run as it or could become it again. Linux only. */
export async function processesOf(uid: number): Promise<readonly number[]> {
  const found = await Promise.all(
    (await pids()).map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      if (/^State:\s+[ZX]/m.test(status)) return [];
      const ids = /^Uid:\s+(.*)$/m.exec(status)?.[1]?.split(/\s+/) ?? [];
      return ids.includes(String(uid)) ? [pid] : [];
    }),
  );
  return found.flat();
}

const pids = async () => (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);

async function readStatus(pid: number): Promise<ProcessEntry | null> {
  const [stat, status] = await Promise.all(
    ['stat', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => null)),
  );
  if (!stat || !status) return null;
  // The name in parentheses may hold anything; the fields are counted from its end (proc(5), from field 3 on).
  const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return null;
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    rssKb: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0),
  };
}
