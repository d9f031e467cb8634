import { readFileSync } from 'node:fs';
import { InvalidInput } from '../core/contracts/errors.ts';

/** A JSON file, or standard input for "-". */
export function readJson(file: string, option: string): unknown {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new InvalidInput(`${option}: cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, {
      cause: error,
    });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InvalidInput(`${option}: ${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
