import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { minimalEnvironment } from './minimal-environment.ts';

const run = promisify(execFile);

/** Runs git in `folder` with an argument array, no shell, no hooks and no prompts; its trimmed output. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(
    'git',
    ['-C', folder, '-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', ...args],
    {
      maxBuffer: 16 << 20,
      timeout: 300_000,
      env: { ...minimalEnvironment(), GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    },
  );
  return stdout.trim();
}
