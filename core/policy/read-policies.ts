import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { InvalidInput } from '../contracts/errors.ts';
import { cedarMessage } from './cedar-message.ts';

export type PolicyJson = cedar.PolicyJson;
/** One policy as it stands in its file, and as Cedar's syntax tree. */
export type ReadPolicy = {
  readonly id: string;
  readonly reason: string;
  readonly effect: 'permit' | 'forbid';
  readonly file: string;
  readonly text: string;
  readonly json: PolicyJson;
};
export type ReadPolicies = {
  readonly schemaName: string;
  readonly schema: string;
  readonly policies: readonly ReadPolicy[];
};

const ID = /^[a-z][a-z0-9-]{0,99}$/;

/**
 * Reads policy files by name: one `*.cedarschema` and any number of `*.cedar`. Throws InvalidInput that names the file
 * when the schema or a policy does not parse, is a template, lacks `@id` or `@reason`, or repeats an id.
 */
export function readPolicies(files: Readonly<Record<string, string>>): ReadPolicies {
  const names = Object.keys(files).sort();
  const schemaName = onlySchema(names);
  const schema = files[schemaName] ?? '';
  const parsed = cedar.checkParseSchema(schema);
  if (parsed.type === 'failure') throw new InvalidInput(`${schemaName}: ${cedarMessage(parsed.errors, schema)}`);
  const policies = new Map<string, ReadPolicy>();
  for (const file of names.filter((name) => name !== schemaName))
    for (const policy of policiesOf(file, files[file] ?? '')) {
      const before = policies.get(policy.id);
      if (before) throw new InvalidInput(`${file}: the id "${policy.id}" is used in ${before.file} already`);
      policies.set(policy.id, policy);
    }
  return { schemaName, schema, policies: [...policies.values()] };
}

function onlySchema(names: readonly string[]): string {
  const stray = names.find((name) => !/\.cedar(schema)?$/.test(name));
  if (stray !== undefined) throw new InvalidInput(`${stray}: expected a name that ends in .cedar or .cedarschema`);
  const [schema, ...more] = names.filter((name) => name.endsWith('.cedarschema'));
  if (schema === undefined || more.length > 0)
    throw new InvalidInput(`policies: found ${schema ? more.length + 1 : 0} files *.cedarschema; expected exactly one`);
  return schema;
}

function policiesOf(file: string, text: string): ReadPolicy[] {
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
    return { id, reason, effect, file, text: part, json: answer.json };
  });
}
