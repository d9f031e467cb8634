import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { InvalidInput } from '../contracts/errors.ts';
import { cedarMessage } from './cedar-message.ts';

export type CompiledPolicy = {
  readonly id: string;
  readonly reason: string;
  readonly effect: 'permit' | 'forbid';
  readonly file: string;
};

/** A checked set of policies. `setName` names what the engine keeps parsed; it is good within the thread that compiled it. */
export type CompiledPolicies = { readonly setName: string; readonly policies: ReadonlyMap<string, CompiledPolicy> };

const ID = /^[a-z][a-z0-9-]{0,99}$/;

/**
 * Checks policy files by name: one `*.cedarschema` and any number of `*.cedar`. Throws InvalidInput that names the file
 * when the schema or a policy does not parse, does not fit the schema, can never apply, is a template, lacks `@id` or
 * `@reason`, or repeats an id.
 */
export function compilePolicies(files: Readonly<Record<string, string>>): CompiledPolicies {
  const names = Object.keys(files).sort();
  const schemaName = onlySchema(names);
  const schema = files[schemaName] ?? '';
  const parsed = cedar.checkParseSchema(schema);
  if (parsed.type === 'failure') throw new InvalidInput(`${schemaName}: ${cedarMessage(parsed.errors, schema)}`);

  const policies = new Map<string, CompiledPolicy>();
  const texts: Record<string, string> = {};
  for (const file of names.filter((name) => name !== schemaName)) {
    for (const { policy, text } of policiesOf(file, files[file] ?? '')) {
      const before = policies.get(policy.id);
      if (before) throw new InvalidInput(`${file}: the id "${policy.id}" is used in ${before.file} already`);
      policies.set(policy.id, policy);
      texts[policy.id] = text;
    }
  }
  checkAgainstSchema(schema, texts, policies);
  // Named by its own content: compiling the same files again is the same set and takes no more memory.
  const setName = JSON.stringify([schema, texts]);
  for (const answer of [
    cedar.preparseSchema(setName, schema),
    cedar.preparsePolicySet(setName, { staticPolicies: texts }),
  ])
    if (answer.type === 'failure') throw new InvalidInput(`policies: ${cedarMessage(answer.errors)}`);
  return { setName, policies };
}

function onlySchema(names: readonly string[]): string {
  const stray = names.find((name) => !/\.cedar(schema)?$/.test(name));
  if (stray !== undefined) throw new InvalidInput(`${stray}: expected a name that ends in .cedar or .cedarschema`);
  const [schema, ...more] = names.filter((name) => name.endsWith('.cedarschema'));
  if (schema === undefined || more.length > 0)
    throw new InvalidInput(`policies: found ${schema ? more.length + 1 : 0} files *.cedarschema; expected exactly one`);
  return schema;
}

function policiesOf(file: string, text: string): { policy: CompiledPolicy; text: string }[] {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') throw new InvalidInput(`${file}: ${cedarMessage(parts.errors, text)}`);
  if (parts.policy_templates.length > 0) throw new InvalidInput(`${file}: found a template; expected policies only`);
  return parts.policies.map((part) => {
    const answer = cedar.policyToJson(part);
    if (answer.type === 'failure') throw new InvalidInput(`${file}: ${cedarMessage(answer.errors, part)}`);
    const { effect, annotations } = answer.json;
    const id = annotations?.['id'] ?? '';
    const reason = (annotations?.['reason'] ?? '').trim();
    if (!ID.test(id))
      throw new InvalidInput(
        `${file}: found a policy with @id ${JSON.stringify(id)}; expected lower-case letters, digits and "-", starting with a letter`,
      );
    if (reason === '') throw new InvalidInput(`${file}: the policy "${id}" has no @reason; expected a sentence`);
    return { policy: { id, reason, effect, file }, text: part };
  });
}

function checkAgainstSchema(
  schema: string,
  texts: Record<string, string>,
  policies: ReadonlyMap<string, CompiledPolicy>,
): void {
  const answer = cedar.validate({ schema, policies: { staticPolicies: texts } });
  if (answer.type === 'failure') throw new InvalidInput(`policies: ${cedarMessage(answer.errors)}`);
  // A warning is a policy that can never apply or that looks like other text than it is: nobody meant that.
  const [first] = [...answer.validationErrors, ...answer.validationWarnings];
  if (first)
    throw new InvalidInput(`${policies.get(first.policyId)?.file ?? 'policies'}: ${cedarMessage([first.error])}`);
  const [other] = answer.otherWarnings;
  if (other) throw new InvalidInput(`policies: ${cedarMessage([other])}`);
}
