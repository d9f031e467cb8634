import * as z from 'zod';

/** What the reviewer really saw of the diff: hunks shown to the model of hunks there are, and which files it did not see. */
export const coverageSchema = z.strictObject({
  hunksSeen: z.int().nonnegative(),
  hunksTotal: z.int().nonnegative(),
  filesUnseen: z.array(z.string().max(500)).max(500),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** The model's answer (002-8), strict. It advises; it cannot block or approve (000-17). */
export const modelAnswerSchema = z.strictObject({
  risk_score: z.number().min(0).max(10),
  security_findings: z.array(z.string().max(1000)).max(50),
  performance_concerns: z.array(z.string().max(1000)).max(50),
  coverage_gaps: z.array(z.string().max(1000)).max(50),
  breaking_changes: z.array(z.string().max(1000)).max(50),
  auto_approvable: z.boolean(),
  rationale: z.string().max(4000),
});
export type ModelAnswer = z.infer<typeof modelAnswerSchema>;

/** REVIEWED: the model saw every hunk. PARTIAL: it saw some. UNAVAILABLE: no usable answer; never read as clean. */
export const reviewReportSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['REVIEWED', 'PARTIAL']),
    model: z.string().max(200),
    promptHash: z.string().max(100),
    answer: modelAnswerSchema,
    coverage: coverageSchema,
    inputTokens: z.int().nonnegative(),
    outputTokens: z.int().nonnegative(),
  }),
  z.strictObject({ kind: z.literal('UNAVAILABLE'), why: z.string().max(1000), coverage: coverageSchema }),
]);
export type ReviewReport = z.infer<typeof reviewReportSchema>;
