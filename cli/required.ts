import { InvalidInput } from '../core/contracts/errors.ts';

/** The text of an option that a command cannot do without. */
export function required(value: string | undefined, option: string, expected: string): string {
  if (value === undefined || value.trim() === '')
    throw new InvalidInput(`${option}: found nothing; expected ${expected}`);
  return value.trim();
}
