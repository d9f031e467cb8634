import * as z from 'zod';
import type { Json } from '../../asl/json.ts';
import { fieldsOf, listOf, type Fields } from '../graph/machine.ts';

/**
 * Every shape that a contract lets through, one value per branch of its words: enums and literals in full, all else by one
 * example, because the machines branch on words only.
 */
export function samplesOf(contract: z.ZodType): readonly Json[] {
  return ofSchema(z.toJSONSchema(contract) as Fields);
}

function ofSchema(schema: Fields): readonly Json[] {
  const either = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])];
  if (either.length > 0) return either.flatMap(ofSchema);
  if ('const' in schema) return [schema['const'] as Json];
  if (Array.isArray(schema['enum'])) return schema['enum'] as Json[];
  switch (schema['type']) {
    case 'null':
      return [null];
    case 'boolean':
      return [false, true];
    case 'integer':
    case 'number':
      return [typeof schema['minimum'] === 'number' ? schema['minimum'] : 0];
    case 'string':
      return ['text'];
    case 'array':
      return [[]];
    default:
      return objects(Object.entries(fieldsOf(schema['properties'])));
  }
}

function objects([first, ...rest]: readonly (readonly [string, unknown])[]): readonly Json[] {
  if (first === undefined) return [{}];
  const [name, schema] = first;
  const others = objects(rest) as readonly Fields[];
  return ofSchema(fieldsOf(schema)).flatMap((value) => others.map((other) => ({ [name]: value, ...other }) as Json));
}
