import * as z from 'zod';
import { commitShaSchema, digestSchema } from './ids.ts';

/** STAGING and WATCH move no production traffic; CANARY is always withdrawn; ROLLOUT stays when it passes. */
export const phaseSchema = z.enum(['STAGING', 'CANARY', 'ROLLOUT', 'WATCH']);
export type Phase = z.infer<typeof phaseSchema>;

export const environmentSchema = z.enum(['staging', 'production']);
export type Environment = z.infer<typeof environmentSchema>;

export const versionSchema = z.strictObject({ commit: commitShaSchema, digest: digestSchema });
export type Version = z.infer<typeof versionSchema>;

/** What the state machine branches on after one observation; the default of the Choice is ROLL_BACK. */
export const shiftDecisionSchema = z.enum(['CONTINUE', 'PROMOTE', 'WITHDRAW', 'ROLL_BACK']);
export type ShiftDecision = z.infer<typeof shiftDecisionSchema>;

/** How a whole shift ended, for the parent machine. FROZEN: it was to end, and going back is not safe: people decide. */
export const shiftResultSchema = z.enum([
  'PASSED',
  'FAILED',
  'INCONCLUSIVE',
  'CANCELLED',
  'NOT_STARTED',
  'ROLLBACK_FAILED',
  'FROZEN',
]);
export type ShiftResult = z.infer<typeof shiftResultSchema>;
