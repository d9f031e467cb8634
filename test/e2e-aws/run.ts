import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emulatorEnvironment, startMinistack, type Ministack } from './ministack.ts';
import { ensureVenv } from './python-venv.ts';

/** `npm run e2e:aws [-- jest's own words]`: the emulator, the tests against it, and a last line "N passed, N failed". */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--config=jest.e2e-aws.config.mjs',
];

let running: ChildProcess | null = null;

/** A signal ends jest first, so that the emulator is stopped after its last user. */
function onSignal(signal: NodeJS.Signals): void {
  if (running) running.kill(signal);
  else process.exit(1);
}

async function main(words: readonly string[]): Promise<number> {
  await ensureVenv();
  const ministack = await startMinistack();
  const results = mkdtempSync(join(tmpdir(), 'interlock-e2e-aws-'));
  try {
    const file = join(results, 'results.json');
    const code = await jest(ministack, ['--json', `--outputFile=${file}`, ...words]);
    const { passed, failed } = counted(file, code);
    if (failed > 0) say(`What the emulator printed is in ${ministack.log}`);
    say(`${passed} passed, ${failed} failed`);
    return failed > 0 ? 1 : code;
  } finally {
    await ministack.stop();
    rmSync(results, { recursive: true, force: true });
  }
}

/** jest's exit code. */
async function jest(ministack: Ministack, words: readonly string[]): Promise<number> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const env = { ...Object.fromEntries(inherited), ...emulatorEnvironment(ministack.url) };
  const child = spawn(process.execPath, [...JEST, ...words], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  running = child;
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

/** A run that ended without a result, or badly without a failed test, is a failure that no test counted. */
function counted(file: string, code: number): { passed: number; failed: number } {
  try {
    const told = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = told;
    return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
