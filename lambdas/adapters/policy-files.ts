import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Terminal } from '../../core/contracts/errors.ts';
import type { Settings } from '../ports.ts';

/** The policy files in a folder, by name: Cedar policies and their schema. */
export function policyFiles(folder: string): Settings['policies'] {
  try {
    const names = readdirSync(folder).filter((name) => /\.cedar(schema)?$/.test(name));
    if (names.length === 0) throw new Terminal(`${folder}: found no policy; expected *.cedar beside the function`);
    return Object.fromEntries(names.sort().map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
  } catch (error) {
    if (error instanceof Terminal) throw error;
    throw new Terminal(
      `${folder}: the policies cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
}
