import { compileRead, type CompiledPolicies } from '../../core/policy/compile-policies.ts';
import { readPolicies, type PolicyJson, type ReadPolicy } from '../../core/policy/read-policies.ts';
import { schemaJson, type Namespace } from '../../core/policy/schema-json.ts';
import { createTables, type Tables } from './create-tables.ts';
import { domainsOf } from './domains-of.ts';
import type { Domain } from './field.ts';
import { literalsOf } from './literals.ts';

/** Policies read and checked, with everything that they can be asked about. */
export type Prover = {
  readonly policies: readonly ReadPolicy[];
  readonly schema: Namespace;
  readonly compiled: CompiledPolicies;
  readonly domains: readonly Domain[];
  readonly tables: Tables;
};

/**
 * Compiles policy files as the product does and lays out the domain that their own schema spans. `alsoComparing` are
 * policies beside them whose literals the domain has to tell apart too. Throws InvalidInput for files that are not valid.
 */
export function createProver(
  files: Readonly<Record<string, string>>,
  alsoComparing: readonly PolicyJson[] = [],
): Prover {
  const read = readPolicies(files);
  const compiled = compileRead(read);
  const literals = literalsOf([...read.policies.map(({ json }) => json), ...alsoComparing]);
  const schema = schemaJson(read.schemaName, read.schema);
  return {
    policies: read.policies,
    schema,
    compiled,
    domains: domainsOf(schema, literals),
    tables: createTables(compiled),
  };
}
