import type { z } from 'zod';
import { Terminal } from '../../core/contracts/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The step's environment variables, parsed once. Terminal names what is missing or wrong, never a value. */
export function readEnv<S extends z.ZodType>(schema: S, environment: Environment = process.env): z.output<S> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || '(whole)'))];
  throw new Terminal(`environment: ${names.join(', ')} missing or not as expected`);
}
