import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../.venv', import.meta.url));
/** Says which requirements the folder holds, and is written last: an installation that was cut off is done again. */
const STAMP = join(FOLDER, 'installed');
const PYTHONS = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const NEW_ENOUGH = 'import sys; sys.exit(sys.version_info < (3, 10))';
/** pip with a cold cache takes half a minute on a slow line. */
const PIP_MS = 300_000;

/** A tool of the environment: `python`, `cfn-lint`. */
export function toolOf(name: string): string {
  return join(FOLDER, 'bin', name);
}

/** Makes `.venv` hold exactly requirements.txt; quick when it does. Throws an Error of one sentence when it cannot. */
export async function ensureVenv(pythons = PYTHONS): Promise<void> {
  const python = await firstOf(pythons);
  if (python === null) throw new Error('npm run e2e:aws needs Python 3.10 or newer on PATH, and there is none.');
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (stamp() === wanted && (await works(toolOf('python')))) return;
  await step(python, ['-m', 'venv', FOLDER], 'npm run e2e:aws could not make a Python environment (python3-venv)');
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '-r', REQUIREMENTS];
  await step(toolOf('python'), pip, 'npm run e2e:aws could not install MiniStack and cfn-lint from PyPI');
  writeFileSync(STAMP, wanted);
}

async function firstOf(pythons: readonly string[]): Promise<string | null> {
  for (const python of pythons) if (await works(python)) return python;
  return null;
}

async function works(python: string): Promise<boolean> {
  return run(python, ['-c', NEW_ENOUGH]).then(
    () => true,
    () => false,
  );
}

async function step(command: string, words: readonly string[], failed: string): Promise<void> {
  try {
    await run(command, words, { timeout: PIP_MS });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const why = (stderr || message).trim().split('\n').at(-1) ?? '';
    throw new Error(`${failed}: ${why.slice(0, 300)}`, { cause: error });
  }
}

function stamp(): string | null {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return null;
  }
}
