import * as z from 'zod';
import { riskClassSchema } from './facts.ts';
import { instantSchema, releaseIdSchema, untrustedText } from './ids.ts';
import { outcomeSchema } from './outcome.ts';

/**
 * One closed release as the trust ledger keeps it: by whom, where, how risky, how it ended. `model` and `promptHash` are
 * the labels of the commit trailers (004-29), which their author controls: a change of them can only lower trust.
 */
export const trustEntrySchema = z.strictObject({
  releaseId: releaseIdSchema,
  agent: untrustedText(200).min(1),
  repository: untrustedText(200).min(1),
  change: untrustedText(200).min(1),
  riskClass: riskClassSchema,
  outcome: outcomeSchema,
  model: z.string().max(300).nullable(),
  promptHash: z.string().max(300).nullable(),
  closedAt: instantSchema,
});
export type TrustEntry = z.infer<typeof trustEntrySchema>;
