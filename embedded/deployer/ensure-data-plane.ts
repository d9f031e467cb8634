import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Terminal } from '../../core/contracts/errors.ts';
import { minimalEnvironment } from '../dataplane/minimal-environment.ts';
import { lastLines } from '../dataplane/printable.ts';
import type { ScaledClock } from '../scaled-clock.ts';
import { connect, Unreachable } from './remote.ts';
import type { Remote } from './remote.ts';

const MAIN = fileURLToPath(new URL('../dataplane/main.ts', import.meta.url));
/** Processes of a crashed one may take ten seconds to end before the new one answers. */
const START_MS = 30_000;

/** Adopts the data plane that runs in `home`, or starts one that outlives this process; hands the clock over. */
export async function ensureDataPlane(home: string, clock: ScaledClock): Promise<Remote> {
  mkdirSync(home, { recursive: true });
  const remote = connect(home);
  const deadline = Date.now() + START_MS;
  let started: { readonly code: () => number | null } | undefined;
  for (;;) {
    try {
      await remote.call('hello', { clock: clock.setting }, 5_000);
      return remote;
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
    started ??= start(home, clock);
    const code = started.code();
    if ((code !== null && code !== 0) || Date.now() > deadline)
      throw new Terminal(`the data plane of ${home} did not start. Last lines:\n${lastLines(outputOf(home))}`);
    // Ended as the second one: the first may have ended since.
    if (code === 0) started = undefined;
    await sleep(30);
  }
}

/** Calls that start the data plane again when it has crashed: every operation may be sent twice. */
export function ensuring(home: string, clock: ScaledClock): Remote {
  const remote = connect(home);
  return {
    async call(operation, parameters, timeoutMs) {
      try {
        return await remote.call(operation, parameters, timeoutMs);
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        return (await ensureDataPlane(home, clock)).call(operation, parameters, timeoutMs);
      }
    },
  };
}

function start(home: string, clock: ScaledClock): { readonly code: () => number | null } {
  const output = openSync(join(home, 'dataplane.out'), 'w', 0o600);
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', MAIN, home, JSON.stringify(clock.setting)],
    { cwd: home, detached: true, stdio: ['ignore', output, output], env: minimalEnvironment() },
  );
  closeSync(output);
  child.unref();
  let failed = false;
  child.on('error', () => (failed = true));
  return { code: () => (failed ? 1 : child.signalCode ? 1 : child.exitCode) };
}

function outputOf(home: string): string {
  try {
    return readFileSync(join(home, 'dataplane.out'), 'utf8');
  } catch {
    return '(none)';
  }
}
