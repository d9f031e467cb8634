import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds that all threads of a process have run; NaN where the system does not tell (only Linux does). */
export function processorTime(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const nanoseconds = threads.map((id) =>
      Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]),
    );
    return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e6;
  } catch {
    return NaN;
  }
}
