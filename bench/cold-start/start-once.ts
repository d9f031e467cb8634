import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Loopback } from './loopback.ts';
import { processorTime } from './processor-time.ts';

/** All in milliseconds from the spawn of the process. */
export type Start = {
  /** Until its module is loaded. */
  readonly ready: number;
  /** Until the server has its first request. */
  readonly firstCall: number;
  /** How long it ran on a processor until then: the same on a busy machine, without the waiting for its turn. */
  readonly processor: number;
};

export type Program = {
  /** CommonJS; calls `ready()` when its module is loaded and then sends a request. */
  readonly source: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The core that it runs on; null where `taskset` is missing. */
  readonly core: number | null;
};

const now = (): number => performance.timeOrigin + performance.now();
const READY = 'const ready=()=>require("node:fs").writeSync(1,performance.timeOrigin+performance.now()+"\\n");';

/** Starts this Node with a program in a process of its own and ends it at its first request. */
export async function startOnce({ source, cwd, env, core }: Program, server: Loopback): Promise<Start> {
  const node = [process.execPath, '-e', READY + source];
  const [command = '', ...words] = core === null ? node : ['taskset', '-c', String(core), ...node];
  const from = now();
  // A step ends by itself soon after an answer that it can do nothing with; one that never asks must not hang the bench.
  const child = spawn(command, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  const seen = server.next(() => ({ at: now(), processor: processorTime(child.pid ?? 0) }));
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = once(child, 'close');
  const call = await Promise.race([seen, ended.then(() => null)]);
  child.kill('SIGKILL');
  await ended;
  const ready = Number(out.split('\n')[0]);
  if (call === null || !(ready > from))
    throw new Error(`${cwd}: no request was sent; it said: ${(out + err).slice(0, 500)}`);
  return { ready: ready - from, firstCall: call.at - from, processor: call.processor };
}
