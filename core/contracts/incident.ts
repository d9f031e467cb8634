import * as z from 'zod';
import { analysisTestSchema } from './analysis.ts';
import { commitShaSchema, digestSchema, instantSchema, releaseIdSchema, serviceNameSchema } from './ids.ts';
import { shiftDecisionSchema, phaseSchema, versionSchema } from './shift.ts';
import { checkResultSchema } from './shift-evidence.ts';

/** Events of a count of requests: the share, 0 to 1, with its exact 95 % interval; the share is null without requests. */
const shareSchema = z.strictObject({
  events: z.number(),
  of: z.number(),
  rate: z.number().nullable(),
  ci95: z.tuple([z.number(), z.number()]),
});
export type IncidentShare = z.infer<typeof shareSchema>;

const figuresSchema = z.strictObject({
  errors: shareSchema,
  /** Requests slower than the tier's p99 ceiling; null where the measurements do not tell. */
  slow: shareSchema.extend({ aboveMs: z.number() }).nullable(),
  p99Ms: z.number().nullable(),
});
export type IncidentFigures = z.infer<typeof figuresSchema>;

/** The issue record of a rollback (001-24). `root_cause` is null until a person has found it: nothing here guesses. */
const issueRecordSchema = z.strictObject({
  domain: z.literal('deployment-issues'),
  title: z.string().max(500),
  symptom: z.string().max(2000),
  solution: z.string().max(2000),
  root_cause: z.string().max(2000).nullable(),
  prevention: z.string().max(2000),
});
export type IssueRecord = z.infer<typeof issueRecordSchema>;

/** Everything about a change that production did not take, for people and agents who mend it (002-22, 004-41). Version 1. */
export const incidentSchema = z.strictObject({
  version: z.literal(1),
  releaseId: releaseIdSchema,
  service: serviceNameSchema,
  repository: z.string().max(300),
  change: z.string().max(300),
  title: z.string().max(500),
  commit: commitShaSchema,
  digest: digestSchema.nullable(),
  /** What served before, and serves again unless `result` says otherwise. */
  before: versionSchema.nullable(),
  phase: phaseSchema,
  result: z.enum(['FAILED', 'ROLLBACK_FAILED', 'FROZEN']),
  /** What the shift decided and why; the decision is null when a fault ended it. */
  decided: z.strictObject({
    decision: shiftDecisionSchema.nullable(),
    rule: z.string().max(100),
    observed: z.string().max(2000),
    required: z.string().max(2000),
  }),
  timeline: z.strictObject({
    started: instantSchema.nullable(),
    servedSince: instantSchema.nullable(),
    decided: instantSchema.nullable(),
    /** When the old version had all traffic and had passed its checks; null when that never came. */
    restored: instantSchema.nullable(),
  }),
  /** From the decision to `restored`. */
  timeToRestoreSeconds: z.int().nullable(),
  numbers: z.strictObject({
    /** The version that was withdrawn, the one beside it in the same minutes, and what was known before the shift. */
    canary: figuresSchema.nullable(),
    baseline: figuresSchema.nullable(),
    past: z.strictObject({ errorRate: z.number().nullable(), p99Ms: z.number().nullable() }).nullable(),
    headline: z.string().max(2000).nullable(),
    tests: z.array(analysisTestSchema).max(50),
  }),
  after: z.strictObject({ words: z.string().max(2000), checks: z.array(checkResultSchema).max(60) }),
  quarantine: z.boolean(),
  killSwitch: z.boolean(),
  issue: issueRecordSchema,
});
export type Incident = z.infer<typeof incidentSchema>;
