import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { InvalidInput } from '../contracts/errors.ts';
import { cedarMessage } from './cedar-message.ts';

export type Namespace = cedar.NamespaceDefinition<string>;
/** A type in the JSON form of a schema, as far as requests use it. */
export type SchemaType = {
  readonly type: string;
  readonly name?: string;
  readonly element?: SchemaType;
  readonly attributes?: Readonly<Record<string, SchemaType>>;
  readonly required?: boolean;
  readonly annotations?: Readonly<Record<string, string | null>>;
};

/** The one namespace of a schema as JSON: entity types, common types and actions. Throws InvalidInput. */
export function schemaJson(name: string, text: string): Namespace {
  const answer = cedar.schemaToJson(text);
  if (answer.type === 'failure') throw new InvalidInput(`${name}: ${cedarMessage(answer.errors, text)}`);
  const { '': own, ...others } = answer.json;
  const [other] = Object.keys(others);
  if (own === undefined || other !== undefined)
    throw new InvalidInput(
      `${name}: found the namespace "${other ?? ''}"; expected none, as Interlock's requests have none`,
    );
  return own;
}
