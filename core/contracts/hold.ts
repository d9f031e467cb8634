import * as z from 'zod';
import { commitShaSchema, digestSchema, instantSchema, releaseIdSchema, untrustedText } from './ids.ts';

export const holdKindSchema = z.enum(['APPROVAL', 'CANCEL_WINDOW', 'TIME_LOCK']);
export type HoldKind = z.infer<typeof holdKindSchema>;

/**
 * How a hold ended. APPROVED and REJECTED are a person's; ELAPSED is silence that proceeds; EXPIRED is silence that
 * cancels; CANCELLED and SUPERSEDED come from outside; NOT_REQUIRED was never opened.
 */
export const holdAnswerSchema = z.enum([
  'APPROVED',
  'REJECTED',
  'ELAPSED',
  'EXPIRED',
  'CANCELLED',
  'SUPERSEDED',
  'NOT_REQUIRED',
]);
export type HoldAnswer = z.infer<typeof holdAnswerSchema>;

/** What exactly is approved: these bytes, under this verdict and config. Any change to one of them voids the answer. */
export const holdSubjectSchema = z.strictObject({
  releaseId: releaseIdSchema,
  head: commitShaSchema,
  digest: digestSchema,
  configHash: digestSchema,
});
export type HoldSubject = z.infer<typeof holdSubjectSchema>;

/** A user of IAM, or a session of a role: what AWS says of who signed a request. */
export const principalSchema = z
  .string()
  .max(300)
  .regex(
    /^arn:aws[a-z-]*:(iam::\d{12}:user\/[\w+=,.@/-]+|sts::\d{12}:assumed-role\/[\w+=,.@-]{1,64}\/[\w+=,.@-]{2,64})$/,
    'expected the ARN of an IAM user, or of an assumed role with its session',
  );

export const approverSchema = z.strictObject({
  id: untrustedText(100).min(1),
  email: z.email().max(200),
  principal: principalSchema.optional().describe('IAM identity that answers by command line on AWS'),
});
export type Approver = z.infer<typeof approverSchema>;

/** One hold: a task token (kept apart, never in here), a deadline, what silence means, who may answer. */
export const holdSchema = z.strictObject({
  holdId: z.string().max(60),
  kind: holdKindSchema,
  subject: holdSubjectSchema,
  openedAt: instantSchema,
  deadline: instantSchema,
  silence: z.enum(['PROCEED', 'CANCEL']),
  approvers: z.array(approverSchema).max(50),
  /** May not answer, whatever the approvers' list says: lower-case ids and mail addresses. */
  authors: z.array(z.string().max(300)).max(500),
  /** Whether the notice reached every approver's mail system; a cancel window's silence proceeds only if it did. */
  noticeDelivered: z.boolean(),
  status: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('OPEN') }),
    z.strictObject({
      kind: z.literal('ENDED'),
      answer: holdAnswerSchema,
      by: z.string().max(300),
      reason: untrustedText(1000),
      at: instantSchema,
    }),
  ]),
});
export type Hold = z.infer<typeof holdSchema>;
