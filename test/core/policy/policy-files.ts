import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePolicies } from '../../../core/policy/compile-policies.ts';

const FOLDER = join(import.meta.dirname, '../../../policies');

/** The files that ship. */
export const policyFiles: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(FOLDER)
    .filter((name) => /\.cedar(schema)?$/.test(name))
    .map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
);

export const shippedPolicies = compilePolicies(policyFiles);
