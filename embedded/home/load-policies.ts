import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Settings } from '../../lambdas/ports.ts';

const FOLDER = fileURLToPath(new URL('../../policies/', import.meta.url));

/** The policy files of a folder by name, those that ship by default: Cedar policies and their schema. */
export function loadPolicies(folder = FOLDER): Settings['policies'] {
  try {
    const names = readdirSync(folder).filter((name) => /\.cedar(schema)?$/.test(name));
    return Object.fromEntries(names.sort().map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new InvalidInput(`policies: cannot read ${folder} (${code})`, { cause: error });
  }
}
