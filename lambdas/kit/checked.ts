import type { z } from 'zod';
import { InvalidInput, Terminal } from '../../core/contracts/errors.ts';

/** A value on its way into the store. InvalidInput names the thing and its first wrong field. */
export function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const { data, error } = schema.safeParse(value);
  if (error) throw new InvalidInput(`${what}: ${problem(error)}`);
  return data as T;
}

/** A stored document on its way out. Terminal when somebody else wrote something different there. */
export function stored<T>(schema: z.ZodType<T>, json: unknown, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(json as string);
  } catch {
    throw new Terminal(`stored ${what}: not valid JSON`);
  }
  const { data, error } = schema.safeParse(value);
  if (error) throw new Terminal(`stored ${what}: ${problem(error)}`);
  return data as T;
}

function problem(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.map(String).join('.') || '(all)'}: ${issue.message}` : 'not of its schema';
}
