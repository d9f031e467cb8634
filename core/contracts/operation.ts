import * as z from 'zod';
import { actorSchema } from './actor.ts';
import { holdAnswerSchema } from './hold.ts';
import { commitShaSchema, releaseIdSchema, serviceNameSchema, untrustedText } from './ids.ts';
import { outcomeSchema } from './outcome.ts';
import { releaseSchema } from './release.ts';

const reason = untrustedText(1000).trim().min(1);

/**
 * What people ask of a deployment from a terminal. Who asks is not in here: AWS proves it. `change` names a branch or a
 * commit and never a pull request, whose releases only its own repository may supersede.
 */
export const operationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('WHO_AM_I') }),
  z.strictObject({
    kind: z.literal('SUBMIT'),
    service: serviceNameSchema,
    change: untrustedText(200).regex(/^(branch\/.+|commit\/[0-9a-f]{40})$/, 'expected branch/NAME or commit/ID'),
    base: commitShaSchema,
    head: commitShaSchema,
    title: untrustedText(300),
    description: untrustedText(10_000),
  }),
  z.strictObject({
    kind: z.literal('ANSWER'),
    /** The one hold that the person saw; no other is answered in its place. */
    holdId: z.string().min(1).max(60),
    answer: z.enum(['APPROVE', 'REJECT']),
    reason: untrustedText(1000),
  }),
  z.strictObject({ kind: z.literal('CANCEL'), releaseId: releaseIdSchema, reason }),
  z.strictObject({ kind: z.literal('KILL'), scope: serviceNameSchema.or(z.literal('*')), on: z.boolean(), reason }),
]);
export type Operation = z.infer<typeof operationSchema>;

/** What each operation answers. */
export const operationResults = {
  WHO_AM_I: actorSchema,
  SUBMIT: z.object({
    releaseId: releaseIdSchema,
    /** The release that this head already had; its outcome is null while it is open. */
    before: z.object({ at: z.string(), outcome: outcomeSchema.nullable() }).nullable(),
  }),
  ANSWER: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ENDED'), answer: holdAnswerSchema, by: z.string() }),
    z.object({ kind: z.literal('REFUSED'), why: z.string(), message: z.string() }),
  ]),
  CANCEL: releaseSchema.nullable(),
  KILL: z.object({
    scope: serviceNameSchema.or(z.literal('*')),
    state: z.enum(['on', 'off']),
    by: z.string(),
    reason: z.string(),
  }),
} as const;
export type OperationResult<K extends Operation['kind']> = z.infer<(typeof operationResults)[K]>;

/** The body of every answer to an operation. */
export const operationReplySchema = z.union([
  z.object({ result: z.unknown() }),
  z.object({ error: z.object({ name: z.enum(['InvalidInput', 'Transient', 'Terminal']), message: z.string() }) }),
]);
export type OperationReply = { readonly result: unknown } | { readonly error: { name: string; message: string } };
