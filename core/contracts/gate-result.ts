import * as z from 'zod';

/** One thing a gate found, for people and for the agent that has to mend it (004-39). */
export const findingSchema = z.strictObject({
  category: z.enum(['lint', 'type', 'test', 'security', 'secret', 'coverage', 'other']),
  severity: z.enum(['error', 'warning', 'note']),
  rule: z.string().max(200),
  message: z.string().max(2000),
  file: z.string().max(500).optional(),
  /** 1-based line in the head's version of the file. */
  line: z.int().positive().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/**
 * Result of one gate. Anything but PASSED counts as failed: FAILED (it ran and said no), MISSING (no result or no
 * report), TIMED_OUT, LIMIT (output or memory), SKIPPED (a stage before it failed). `seconds` is real time.
 */
export const gateResultSchema = z.strictObject({
  gate: z.string().max(100),
  stage: z.string().max(100),
  /** As the config names it; what did not say counts as none. */
  category: findingSchema.shape.category.optional(),
  status: z.enum(['PASSED', 'FAILED', 'MISSING', 'TIMED_OUT', 'LIMIT', 'SKIPPED']),
  summary: z.string().max(1000),
  findings: z.array(findingSchema).max(200),
  seconds: z.number().nonnegative(),
});
export type GateResult = z.infer<typeof gateResultSchema>;

/** Everything the gates say of one head. FAILED until every configured gate has PASSED. */
export const gateRunSchema = z.strictObject({
  status: z.enum(['PASSED', 'FAILED', 'CANCELLED']),
  summary: z.string().max(1000),
  results: z.array(gateResultSchema).max(200),
});
export type GateRun = z.infer<typeof gateRunSchema>;
