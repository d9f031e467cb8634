import * as z from 'zod';
import { analysisSchema, judgeConfigSchema } from './analysis.ts';
import { analystWordsSchema } from './analyst.ts';
import { bucketSchema, historySchema } from './measurement.ts';
import { reasonSchema } from './reason.ts';
import { phaseSchema, shiftDecisionSchema, shiftResultSchema, versionSchema } from './shift.ts';

export const checkResultSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['service-health', 'functional', 'performance', 'data-integrity', 'integration']),
  passed: z.boolean(),
  detail: z.string(),
});

/** Everything one shift showed, for the page, the report and the auditors; written by the three steps of a shift as it goes on. */
export const shiftEvidenceSchema = z.strictObject({
  shiftId: z.string(),
  phase: phaseSchema,
  from: versionSchema.nullable(),
  to: versionSchema,
  /** Instants of the release's clock in ms; null while not reached. */
  startedAt: z.number(),
  servedSince: z.number().nullable(),
  decidedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** When what serves was first seen to be as it should; null before, and where nothing waited for it to be recorded. */
  verifiedAt: z.number().nullable().default(null),
  plannedSeconds: z.number(),
  decision: shiftDecisionSchema.nullable(),
  result: shiftResultSchema.nullable(),
  because: reasonSchema.nullable(),
  analysis: analysisSchema.nullable(),
  /** Words of a model, which decide nothing; null while none were asked for. */
  analyst: analystWordsSchema.nullable().default(null),
  /** What production was like before, for staging, which has no past that says anything; null elsewhere. */
  past: historySchema.nullable().default(null),
  checks: z.array(checkResultSchema),
  /** Health checks of the watch after 100 %; null in every other phase. */
  pings: z
    .strictObject({ ran: z.int().min(0), failed: z.int().min(0) })
    .nullable()
    .default(null),
  buckets: z.array(bucketSchema).max(2000),
  /** What the judge held it to and what it knew before: with the buckets, every number can be computed again. */
  judge: z.strictObject({ config: judgeConfigSchema, history: historySchema }).nullable().default(null),
});
export type ShiftEvidence = z.output<typeof shiftEvidenceSchema>;
