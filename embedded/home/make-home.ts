import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidInput } from '../../core/contracts/errors.ts';

/**
 * Makes the home's folder, open to nobody else. It holds keys, mails and the record, and it mostly lies in somebody's
 * repository: a `.gitignore` of its own keeps it out of every commit.
 */
export function makeHome(home: string): void {
  try {
    makeFolder(home);
    const ignore = path.join(home, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new InvalidInput(`--home: cannot write to ${home} (${code}); expected a folder that can be written to`, {
      cause: error,
    });
  }
}

/** Not `recursive: true`: where a file system refuses new folders with ENOENT, like /proc, Node would try for ever. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const parent = path.dirname(folder);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || existsSync(parent)) throw error;
    makeFolder(parent);
    mkdirSync(folder, { mode: 0o700 });
  }
}
