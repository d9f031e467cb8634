import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../bin/interlock.ts', import.meta.url));

/** `interlock up` as a process of its own. */
export type Up = {
  readonly pid: number;
  /** kill -9, and wait until it is gone. */
  kill(): Promise<void>;
  /** Ctrl-C, and wait until it has ended. */
  interrupt(): Promise<void>;
};

/** Resolves when it says that it is ready; rejects with its own words when it ends before. */
export function startUp(config: string, speed: number): Promise<Up> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(process.execPath, [CLI, '--config', config, 'up', '--speed', String(speed)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    const end = (signal: NodeJS.Signals) => async () => {
      child.kill(signal);
      await ended;
    };
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (/^Ready/m.test(output)) resolve({ pid: child.pid ?? 0, kill: end('SIGKILL'), interrupt: end('SIGINT') });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    void ended.then(() => reject(new Error(`interlock up ended: ${output}`)));
  });
}
