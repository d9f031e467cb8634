import { Fault } from './fault.ts';
import type { Json } from './json.ts';

/** Step Functions' quota for a state's input or output, a task's payload and one state's Assign: 256 KiB of UTF-8. */
export const DATA_LIMIT_BYTES = 262_144;
/** Quota for all variables of an execution together. */
export const VARIABLES_LIMIT_BYTES = 10 * 1_048_576;
/** States that one event may enter before the machine counts as running in a circle without ever waiting. */
export const TRANSITIONS_LIMIT = 1_000;

export function bytesOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Returns the value; a larger one fails the state with States.DataLimitExceeded. */
export function withinLimit<T extends Json>(value: T, what: string, limit = DATA_LIMIT_BYTES): T {
  const bytes = bytesOf(value);
  if (bytes > limit)
    throw new Fault('States.DataLimitExceeded', `${what} has ${bytes} bytes, at most ${limit} are allowed`);
  return value;
}
