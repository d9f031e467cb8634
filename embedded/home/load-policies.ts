import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Settings } from '../../lambdas/ports.ts';

const FOLDER = fileURLToPath(new URL('../../policies/', import.meta.url));

/**
 * The policy files of a folder by name, those that ship by default: Cedar policies and their schema, nothing else that
 * lies there. Throws InvalidInput for a folder or a file that cannot be read, and where there is no policy.
 */
export function loadPolicies(folder = FOLDER): Settings['policies'] {
  const names = reading(folder, () => readdirSync(folder)).filter((name) => /\.cedar(schema)?$/.test(name));
  if (!names.some((name) => name.endsWith('.cedar')))
    throw new InvalidInput(`policies: found no file *.cedar in ${folder}; expected *.cedar and one *.cedarschema`);
  return Object.fromEntries(
    names.sort().map((name) => {
      const file = path.join(folder, name);
      return [name, reading(file, () => readFileSync(file, 'utf8'))];
    }),
  );
}

function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new InvalidInput(`policies: cannot read ${what} (${code})`, { cause: error });
  }
}
