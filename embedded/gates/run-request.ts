import * as z from 'zod';
import { gatesSchema } from '../../core/contracts/config-gates.ts';
import { commitShaSchema } from '../../core/contracts/ids.ts';

/** Everything a runner needs: what to check, with which gates, where. It is fixed when a run is started. */
export const runRequestSchema = z.strictObject({
  repository: z.string(),
  base: commitShaSchema,
  head: commitShaSchema,
  gates: gatesSchema,
  maxDiffBytes: z.number().positive(),
});
export type RunRequest = z.infer<typeof runRequestSchema>;
