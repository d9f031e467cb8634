import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CompiledPolicies, compilePolicies } from '../../../core/policy/compile-policies.ts';

const FOLDER = join(import.meta.dirname, '../../../policies');

/** The files that ship. */
export const policyFiles: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(FOLDER)
    .filter((name) => /\.cedar(schema)?$/.test(name))
    .map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
);

/** Compiled by the first test that asks, not when the file is loaded: so a mutation is laid to a test. */
export const shippedPolicies: CompiledPolicies = {
  get setName() {
    return compilePolicies(policyFiles).setName;
  },
  get policies() {
    return compilePolicies(policyFiles).policies;
  },
};
