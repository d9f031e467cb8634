import { refuse } from './definition-error.ts';
import { isObject } from './json.ts';

export type Fields = { readonly [key: string]: unknown };

/** The value as an object that has all of `required` and nothing beyond `required` and `optional`. */
export function fieldsOf(
  value: unknown,
  where: string,
  required: readonly string[],
  optional: readonly string[],
): Fields {
  if (!isObject(value)) return refuse(where, 'expected an object');
  const unknown = Object.keys(value).find((key) => !required.includes(key) && !optional.includes(key));
  if (unknown !== undefined)
    refuse(`${where}, ${unknown}`, `not supported here, expected only ${[...required, ...optional].join(', ')}`);
  const missing = required.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) refuse(`${where}, ${missing}`, 'is missing');
  return value;
}

export function listOf(value: unknown, where: string): readonly unknown[] {
  return Array.isArray(value) && value.length > 0
    ? (value as readonly unknown[])
    : refuse(where, 'expected a list that is not empty');
}

export function textOf(value: unknown, where: string): string {
  return typeof value === 'string' && value !== '' ? value : refuse(where, 'expected a text that is not empty');
}

/** Checks a number when it is there. */
export function numberIn(value: unknown, where: string, least: number, most: number, whole = true): void {
  if (value === undefined) return;
  const fits = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (!fits)
    refuse(where, `${JSON.stringify(value)}, expected a ${whole ? 'whole ' : ''}number from ${least} to ${most}`);
}
