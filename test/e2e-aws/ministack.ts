import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../embedded/dataplane/free-port.ts';
import { toolOf } from './python-venv.ts';

export type Ministack = {
  readonly url: string;
  /** What it and its Lambda functions printed; kept until the next start. */
  readonly log: string;
  /** Ends it and every Lambda process under it. */
  stop(): Promise<void>;
};

/** It is up within 2 s on a quiet machine. */
const START_MS = 60_000;
const STOP_MS = 5_000;
/** An hour of waiting is 36 s: short enough to test with, long enough that polling states do not spin. */
const WAIT_SCALE = 0.01;

type Options = {
  /** How many seconds of the real clock a second of a state machine's waiting takes. */
  readonly waitScale?: number;
  /** Also for its Lambda functions: they inherit what it has. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly logName?: string;
};

/** Starts MiniStack on a free port of 127.0.0.1, in its own process group and with nothing of the caller's AWS settings. */
export async function startMinistack({
  waitScale = WAIT_SCALE,
  environment = {},
  logName = 'ministack',
}: Options = {}): Promise<Ministack> {
  const folder = mkdtempSync(join(tmpdir(), 'interlock-ministack-'));
  const log = toolOf(`../${logName}.log`);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const out = openSync(log, 'w');
  const child = spawn(toolOf('python'), ['-m', 'ministack'], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', out, out],
    env: {
      // Its Lambda functions run on the `node` that comes first: the one that runs this.
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      HOME: folder,
      TMPDIR: folder,
      ...emulatorEnvironment(url),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: 'local',
      SFN_WAIT_SCALE: String(waitScale),
      LOG_LEVEL: 'WARNING',
      ...environment,
    },
  });
  closeSync(out);
  const onExit = () => endGroup(child, 'SIGKILL');
  process.once('exit', onExit);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', onExit);
    await end(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  if (await healthy(child, url)) return { url, log, stop };
  await stop();
  throw new Error(`MiniStack did not start: ${readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? ''}`);
}

/** Settings that reach the emulator only: invented credentials, no profile, no files, no instance metadata. */
export function emulatorEnvironment(url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

async function healthy(child: ChildProcess, url: string): Promise<boolean> {
  for (const until = Date.now() + START_MS; Date.now() < until; await sleep(50)) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return false;
    const answer = await fetch(`${url}/_ministack/health`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return true;
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  endGroup(child, 'SIGTERM');
  for (const until = Date.now() + STOP_MS; Date.now() < until && groupLives(child); await sleep(20));
  endGroup(child, 'SIGKILL');
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

function groupLives({ pid }: ChildProcess): boolean {
  try {
    return pid !== undefined && process.kill(-pid, 0);
  } catch {
    return false;
  }
}
