import * as z from 'zod';
import { actorSchema } from './actor.ts';
import { digestSchema, instantSchema } from './ids.ts';

/** JSON values, the only thing an audit payload holds. Bounded when appended: see core/audit. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export const jsonSchema: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(jsonSchema), z.record(z.string(), jsonSchema)]),
);

/** What a step asks to be written. `key` names the fact within its release: the same key is written once, however often it is sent. */
export const auditEntrySchema = z.strictObject({
  releaseId: z.string().max(60),
  key: z.string().max(120),
  event: z.string().max(60),
  actor: actorSchema,
  rationale: z.string().max(2000),
  payload: jsonSchema,
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Facts about the release that every record repeats, so that a record stands alone (K20, 002-50). */
export const auditHeadSchema = z.strictObject({
  repository: z.string().max(200),
  change: z.string().max(200),
  service: z.string().max(60),
  head: z.string().max(60),
  author: z.string().max(200),
  /** Artifact digest; null while it is not known. */
  digest: digestSchema.nullable(),
  /** Hash of the config and the policies that are in force. */
  policyVersion: z.string().max(100),
  /** Reviewer's score, 0 to 10; null while there is none. */
  riskScore: z.number().nullable(),
  traceId: z.string().max(100),
});
export type AuditHead = z.infer<typeof auditHeadSchema>;

/**
 * The canonical record, version 1 (K20): the union of the source documents' shapes. `hash` is SHA-256 over the canonical
 * JSON of every other field; `prevHash` is the hash of the record before it in the same release, null in the first.
 */
export const auditRecordSchema = z.strictObject({
  version: z.literal(1),
  releaseId: z.string(),
  /** 1, 2, 3 … without a gap within a release. */
  seq: z.int().positive(),
  key: z.string(),
  event: z.string(),
  at: instantSchema,
  actor: actorSchema,
  rationale: z.string(),
  head: auditHeadSchema,
  agentVersion: z.string(),
  payload: jsonSchema,
  prevHash: digestSchema.nullable(),
  hash: digestSchema,
});
export type AuditRecord = z.infer<typeof auditRecordSchema>;
