import * as z from 'zod';
import { judgeConfigSchema } from '../core/contracts/analysis.ts';
import { configProblems } from '../core/contracts/config-error.ts';
import { InvalidInput } from '../core/contracts/errors.ts';
import { bucketSchema, historySchema } from '../core/contracts/measurement.ts';
import { readJson } from './read-json.ts';

const canarySchema = z.strictObject({
  config: judgeConfigSchema.prefault({}),
  history: historySchema,
  buckets: z.array(bucketSchema).max(100_000),
});
export type Canary = z.infer<typeof canarySchema>;

/** Reads one canary or an array of them. */
export function readCanaries(file: string): { readonly several: boolean; readonly canaries: readonly Canary[] } {
  const input = readJson(file, '--data');
  const several = Array.isArray(input);
  const schema: z.ZodType<Canary | Canary[]> = several ? z.array(canarySchema) : canarySchema;
  const parsed = schema.safeParse(input);
  if (!parsed.success)
    throw new InvalidInput(`--data: ${file} is not valid:\n  ${configProblems(parsed.error, input).join('\n  ')}`);
  return { several, canaries: Array.isArray(parsed.data) ? parsed.data : [parsed.data] };
}
