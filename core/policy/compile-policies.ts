import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { InvalidInput } from '../contracts/errors.ts';
import { cedarMessage } from './cedar-message.ts';
import { readPolicies, type ReadPolicies } from './read-policies.ts';

export type CompiledPolicy = {
  readonly id: string;
  readonly reason: string;
  readonly effect: 'permit' | 'forbid';
  readonly file: string;
};

/** A checked set of policies. `setName` names what the engine keeps parsed; it is good within the thread that compiled it. */
export type CompiledPolicies = { readonly setName: string; readonly policies: ReadonlyMap<string, CompiledPolicy> };

/** Compiling takes tens of milliseconds; the same files, which nobody changes in place, are compiled once. */
const known = new WeakMap<Readonly<Record<string, string>>, CompiledPolicies>();

/**
 * Checks policy files by name: one `*.cedarschema` and any number of `*.cedar`. Throws InvalidInput that names the file
 * for whatever `readPolicies` refuses, and when a policy does not fit the schema or can never apply.
 */
export function compilePolicies(files: Readonly<Record<string, string>>): CompiledPolicies {
  const compiled = known.get(files) ?? compileRead(readPolicies(files));
  known.set(files, compiled);
  return compiled;
}

/** The same for files that were read already. */
export function compileRead(read: ReadPolicies): CompiledPolicies {
  const texts = Object.fromEntries(read.policies.map(({ id, text }) => [id, text]));
  checkAgainstSchema(read, texts);
  // Named by its own content: compiling the same files again is the same set and takes no more memory.
  const setName = JSON.stringify([read.schema, texts]);
  for (const answer of [
    cedar.preparseSchema(setName, read.schema),
    cedar.preparsePolicySet(setName, { staticPolicies: texts }),
  ])
    if (answer.type === 'failure') throw new InvalidInput(`policies: ${cedarMessage(answer.errors)}`);
  const policies = read.policies.map(({ id, reason, effect, file }) => [id, { id, reason, effect, file }] as const);
  return { setName, policies: new Map(policies) };
}

function checkAgainstSchema({ schema, policies }: ReadPolicies, texts: Record<string, string>): void {
  const answer = cedar.validate({ schema, policies: { staticPolicies: texts } });
  if (answer.type === 'failure') throw new InvalidInput(`policies: ${cedarMessage(answer.errors)}`);
  // A warning is a policy that can never apply or that looks like other text than it is: nobody meant that.
  const [first] = [...answer.validationErrors, ...answer.validationWarnings];
  if (first) {
    const file = policies.find(({ id }) => id === first.policyId)?.file ?? 'policies';
    throw new InvalidInput(`${file}: ${cedarMessage([first.error])}`);
  }
  const [other] = answer.otherWarnings;
  if (other) throw new InvalidInput(`policies: ${cedarMessage([other])}`);
}
