import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import type { Settings } from '../../lambdas/ports.ts';

const FOLDER = fileURLToPath(new URL('../../policies/', import.meta.url));

/** The policy files that Interlock ships, by name: Cedar policies and their schema. */
export function loadPolicies(): Settings['policies'] {
  const names = readdirSync(FOLDER).filter((name) => /\.cedar(schema)?$/.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(path.join(FOLDER, name), 'utf8')]));
}
