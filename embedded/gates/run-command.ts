import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { endProcesses, RUN_MARK } from './end-processes.ts';
import { endUser } from './end-user.ts';
import type { GateUser } from './gate-user.ts';
import { familyOf, processList } from './process-list.ts';

export type CommandEnd = {
  readonly end:
    | { readonly kind: 'EXIT'; readonly code: number }
    | { readonly kind: 'SIGNAL'; readonly signal: string }
    | { readonly kind: 'TIMED_OUT' }
    | { readonly kind: 'OUTPUT_LIMIT' }
    | { readonly kind: 'MEMORY_LIMIT'; readonly megabytes: number }
    | { readonly kind: 'NOT_STARTED'; readonly why: string }
    | { readonly kind: 'STOPPED' };
  /** The last part of its output, standard output and error as they came. */
  readonly tail: string;
};

type Place = { readonly checkout: string; readonly folder: string; readonly user: GateUser | null };

const TAIL_BYTES = 16 * 1024;
const POLL_MS = 250;
/** No program with the set-user-ID bit lends its rights to a command that runs as a user of its own (prctl(2)). */
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/**
 * Runs a shell command of a gate in its own process group, without input, with next to no environment, and under
 * limits of real time, output and resident memory (sum over the group, looked at each 250 ms). With a user it runs as
 * that user, which must be used for nothing else: when it returns, no process of the command or of its user is left.
 */
export function runCommand(
  command: string,
  run: Place & { readonly signal: AbortSignal },
  limits: { readonly timeoutSeconds: number; readonly outputLimitKb: number; readonly memoryLimitMb: number },
): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const child = startShell(command, run);
    const tail = tailOf(TAIL_BYTES);
    let bytes = 0;
    let settled = false;
    const finish = (end: CommandEnd['end']): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      clearInterval(poll);
      run.signal.removeEventListener('abort', stop);
      // After an ordinary end what it left in the background is asked first; a stop must be quick.
      const grace = end.kind === 'STOPPED' ? 0 : end.kind === 'EXIT' || end.kind === 'SIGNAL' ? 500 : 1000;
      void endProcesses(child.pid ?? null, run.folder, grace)
        .then(() => (run.user === null ? undefined : endUser(run.user)))
        .then(() => {
          child.stdout.destroy();
          child.stderr.destroy();
          resolve({ end, tail: tail.text() });
        })
        .catch(reject);
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      tail.add(chunk);
      if (bytes > limits.outputLimitKb * 1024) finish({ kind: 'OUTPUT_LIMIT' });
    };
    const stop = (): void => finish({ kind: 'STOPPED' });
    const timer = setTimeout(() => finish({ kind: 'TIMED_OUT' }), limits.timeoutSeconds * 1000);
    const poll = setInterval(() => {
      void memoryOf(child.pid).then((megabytes) => {
        if (megabytes > limits.memoryLimitMb) finish({ kind: 'MEMORY_LIMIT', megabytes: Math.ceil(megabytes) });
      });
    }, POLL_MS);
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => finish({ kind: 'NOT_STARTED', why: error.message }));
    child.on('exit', (code, signal) => {
      // What was written before the end may still be in the pipe; a process left behind may hold the pipe open.
      const ended = (): void =>
        finish(code === null ? { kind: 'SIGNAL', signal: String(signal) } : { kind: 'EXIT', code });
      child.once('close', ended);
      setTimeout(ended, 200);
    });
    if (run.signal.aborted) stop();
    else run.signal.addEventListener('abort', stop, { once: true });
  });
}

function startShell(command: string, { checkout, folder, user }: Place) {
  const shell = ['sh', '-c', command] as const;
  const [program, ...args] =
    user === null || SETPRIV === undefined ? shell : ([SETPRIV, '--no-new-privs', ...shell] as const);
  // Node drops the groups of the login too when it changes the user (setgroups in libuv).
  return spawn(program, args, {
    ...(user ?? {}),
    cwd: checkout,
    env: gateEnvironment(folder),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** No variable of the operator but where programs are and the language: no secret reaches a gate. */
export const gateEnvironment = (folder: string): Record<string, string> => ({
  PATH: [process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', dirname(process.execPath)].join(delimiter),
  HOME: join(folder, 'home'),
  TMPDIR: join(folder, 'tmp'),
  LANG: process.env['LANG'] ?? 'C.UTF-8',
  CI: 'true',
  [RUN_MARK]: folder,
});

async function memoryOf(group: number | undefined): Promise<number> {
  if (group === undefined) return 0;
  return familyOf(group, await processList()).reduce((sum, { rssKb }) => sum + rssKb, 0) / 1024;
}

/** Keeps the last bytes; a line that was cut at the front is dropped, it may begin within a secret. */
function tailOf(limit: number): { add(chunk: Buffer): void; text(): string } {
  let kept = Buffer.alloc(0);
  let cut = false;
  return {
    add: (chunk) => {
      cut ||= kept.length + chunk.length > limit;
      kept = Buffer.concat([kept, chunk]).subarray(-limit);
    },
    text: () => {
      const text = kept.toString('utf8');
      return cut ? text.slice(text.indexOf('\n') + 1 || text.length) : text;
    },
  };
}
