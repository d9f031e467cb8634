import * as z from 'zod';
import { changeSubmittedSchema } from './change-submitted.ts';
import { digestSchema, instantSchema, releaseIdSchema } from './ids.ts';
import { outcomeSchema } from './outcome.ts';

/** Somebody asked a running release to end. The first request counts. */
export const stopRequestSchema = z.strictObject({
  kind: z.enum(['CANCEL', 'SUPERSEDE']),
  by: z.string().max(300),
  reason: z.string().max(1000),
  at: instantSchema,
});
export type StopRequest = z.infer<typeof stopRequestSchema>;

/**
 * The index entry of a release: found by id, listed, superseded, cancelled. The truth about it is its audit log; this
 * holds only what steps look up. `digest` is of the artifact at head; null until open-release computed it.
 */
export const releaseSchema = z.strictObject({
  releaseId: releaseIdSchema,
  change: changeSubmittedSchema,
  digest: digestSchema.nullable(),
  configHash: digestSchema.nullable(),
  openedAt: instantSchema,
  status: z.enum(['OPEN', 'CLOSED']),
  /** The step it is in, for people. */
  at: z.string().max(60),
  stop: stopRequestSchema.nullable(),
  outcome: outcomeSchema.nullable(),
  closedAt: instantSchema.nullable(),
});
export type Release = z.infer<typeof releaseSchema>;
