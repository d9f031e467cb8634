import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../bin/interlock.ts', import.meta.url));

/** Runs one `interlock` command of this checkout to its end. */
export function runCli(config: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = start(config, args);
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

export type Up = { stop(): Promise<void> };

/** Starts `interlock up` and resolves when it says that it is ready; rejects with its own words when it ends before. */
export function startUp(config: string, speed: number, say: (line: string) => void): Promise<Up> {
  return new Promise((resolve, reject) => {
    const child = start(config, ['up', '--speed', String(speed)]);
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    const stop = async () => {
      child.kill('SIGINT');
      await ended;
    };
    // Who ends the demo ends everything it started.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => void stop().then(() => process.exit(130)));
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      for (const text of chunk.toString().split('\n').filter(Boolean)) say(text);
      if (/^Ready/m.test(output)) resolve({ stop });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    void ended.then(() => reject(new Error(`interlock up ended: ${output.trim()}`)));
  });
}

function start(config: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [CLI, '--config', config, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}
