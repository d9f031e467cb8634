import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { readProc } from './process-table.ts';

export interface Usage {
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** Measures CPU time and resident memory of process groups. */
export interface UsageReader {
  read(pgids: readonly number[]): Promise<ReadonlyMap<number, Usage>>;
}

/** Which processes belong to a group is looked up this often (real ms); reading all of /proc costs CPU. */
const MEMBERS_FOR_MS = 2_000;

export function createUsageReader(): UsageReader {
  if (process.platform !== 'linux') return { read: readPs };
  let members: readonly { pid: number; pgid: number }[] = [];
  let known = '';
  let lookedAt = 0;
  return {
    async read(pgids) {
      const wanted = pgids.join();
      if (wanted !== known || Date.now() - lookedAt > MEMBERS_FOR_MS) {
        members = await listMembers(new Set(pgids));
        known = wanted;
        lookedAt = Date.now();
      }
      const usage = new Map<number, Usage>();
      for (const { pid, pgid } of members) {
        const entry = readProc(pid);
        if (!entry || entry.zombie || entry.pgid !== pgid) continue;
        const before = usage.get(pgid) ?? { cpuMs: 0, rssBytes: 0 };
        usage.set(pgid, {
          cpuMs: before.cpuMs + entry.cpuMs,
          rssBytes: before.rssBytes + (await residentBytes(pid)),
        });
      }
      return usage;
    },
  };
}

async function listMembers(pgids: ReadonlySet<number>): Promise<{ pid: number; pgid: number }[]> {
  const found: { pid: number; pgid: number }[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // Asynchronous, so that a long process table does not hold up the requests that pass through us.
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const pgid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
    if (pgids.has(pgid)) found.push({ pid: Number(name), pgid });
  }
  return found;
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

async function readPs(pgids: readonly number[]): Promise<ReadonlyMap<number, Usage>> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pgid=,rss=,time='], { maxBuffer: 16 << 20 });
  return sumPs(stdout, new Set(pgids));
}

/** Sums lines `pgid rss(kB) time` of ps; time is [[dd-]hh:]mm:ss[.cc]. */
export function sumPs(output: string, pgids: ReadonlySet<number>): ReadonlyMap<number, Usage> {
  const usage = new Map<number, Usage>();
  for (const line of output.split('\n')) {
    const [pgid, rss, time] = line.trim().split(/\s+/);
    if (!time || !pgids.has(Number(pgid))) continue;
    const [clock, days] = time.split('-').reverse();
    const seconds = (clock ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
    const before = usage.get(Number(pgid)) ?? { cpuMs: 0, rssBytes: 0 };
    usage.set(Number(pgid), {
      cpuMs: before.cpuMs + (Number(days ?? 0) * 86_400 + seconds) * 1000,
      rssBytes: before.rssBytes + Number(rss) * 1024,
    });
  }
  return usage;
}
