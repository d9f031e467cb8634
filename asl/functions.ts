import { createHash } from 'node:crypto';
import type { Expression } from 'jsonata';
import { isObject, type Json } from './json.ts';

/** What Step Functions adds to JSONata. Its $random and $uuid are refused: a step must come out the same every time. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
/** Step Functions' bound on the array that $range makes. */
const RANGE_LIMIT = 1_000;

function partition(list: readonly unknown[], size: number): unknown[][] {
  if (!Number.isInteger(size) || size < 1) throw new Error(`$partition: size ${size}, expected a whole number above 0`);
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

function range(first: number, last: number, step: number): number[] {
  if (![first, last, step].every(Number.isInteger) || step === 0) {
    throw new Error('$range: expected whole numbers and a step other than 0');
  }
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > RANGE_LIMIT) throw new Error(`$range: ${length} elements, at most ${RANGE_LIMIT} are allowed`);
  return Array.from({ length }, (_, i) => first + i * step);
}

function hash(value: unknown, algorithm: string): string {
  const name = ALGORITHMS[algorithm];
  if (name === undefined)
    throw new Error(`$hash: unknown algorithm, expected one of ${Object.keys(ALGORITHMS).join(', ')}`);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return createHash(name).update(text).digest('hex');
}

function parse(text: string): Json {
  const value = JSON.parse(text) as Json;
  return isObject(value) || Array.isArray(value) ? structuredClone(value) : value;
}

const refuse = (name: string) => (): never => {
  throw new Error(`$${name} is not allowed: a step must come out the same every time`);
};

type Registered = readonly [name: string, work: Parameters<Expression['registerFunction']>[1], signature: string];
export const registered: readonly Registered[] = [
  ['partition', partition, '<a-n:a>'],
  ['range', range, '<n-nn:a>'],
  ['hash', hash, '<x-s:s>'],
  ['parse', parse, '<s-:x>'],
  // JSONata's own takes a picture too and then fills what is missing from the wall clock.
  ['toMillis', (text: string) => isoMillis(text), '<s-:n>'],
  ...refusedNames().map((name): Registered => [name, refuse(name), '<x?x?:x>']),
];

export function refusedNames(): readonly string[] {
  return ['eval', 'random', 'uuid', 'shuffle'];
}

function isoMillis(text: string): number {
  const at = Date.parse(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(at)) throw new Error('$toMillis: expected an ISO 8601 instant');
  return at;
}
