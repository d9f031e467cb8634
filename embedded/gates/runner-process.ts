import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gateRunSchema } from '../../core/contracts/gate-result.ts';
import type { GateRun } from '../../core/contracts/gate-result.ts';
import { createRunFolder, removeRunFolder } from './run-folder.ts';
import type { RunRequest } from './run-request.ts';

export type Runner = {
  /** The result, or null when the runner ended without one; nothing of it is left then. */
  readonly done: Promise<GateRun | null>;
  /** Ends it with everything it started. */
  stop(): Promise<void>;
};

/** How long a stopped runner may take to clear up before it is killed. */
const STOP_MS = 5000;
const RUNNER = fileURLToPath(new URL('./run-main.ts', import.meta.url));

/** Starts a runner for one run, in a process group of its own so that a signal to the terminal's group spares it. */
export async function startRunner(request: RunRequest, home: string): Promise<Runner> {
  const folder = await createRunFolder(home);
  const child = fork(RUNNER, [], {
    cwd: folder,
    detached: true,
    execArgv: [],
    // A gate could read the environment of the process that started it.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: process.env['LANG'] },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let result: GateRun | null = null;
  child.on('message', (message) => {
    const parsed = gateRunSchema.safeParse(message);
    result = parsed.success ? parsed.data : null;
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.send({ folder, request }, () => undefined);
  return {
    done: ended.then(async () => {
      await removeRunFolder(folder);
      return result;
    }),
    stop: async () => {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
      await removeRunFolder(folder);
    },
  };
}
