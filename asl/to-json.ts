import type { Json } from './json.ts';

/** JSONata's lambdas and built-in functions are objects with one of these marks. */
const FUNCTION_MARKS = ['_jsonata_lambda', '_jsonata_function'] as const;

/** Why a value that JSONata gave is no JSON, or null when it is. Undefined members of objects are left out, as JSON does. */
function whyNot(value: unknown): string | null {
  if (value === undefined) return 'it is undefined';
  if (typeof value === 'function') return 'it is a function';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'it is not a finite number';
  if (typeof value !== 'object' || value === null) return null;
  if (FUNCTION_MARKS.some((mark) => (value as Record<string, unknown>)[mark] === true)) return 'it is a function';
  if (Array.isArray(value)) return value.map(whyNot).find((why) => why !== null) ?? null;
  return (
    Object.values(value)
      .map((member) => (member === undefined ? null : whyNot(member)))
      .find((why) => why !== null) ?? null
  );
}

/** A plain copy of an expression's value; throws an Error that says why when it is not JSON. */
export function toJson(value: unknown): Json {
  const why = whyNot(value);
  if (why !== null) throw new Error(why);
  return JSON.parse(JSON.stringify(value)) as Json;
}
