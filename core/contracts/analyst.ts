import * as z from 'zod';

/**
 * The answer to the one question of 000-24 as the model is told to give it. 002-19 names `proceed` too: what follows from
 * an answer is policy and nothing that a model says.
 */
export const analystAnswerSchema = z.strictObject({
  healthy: z.boolean(),
  regressions: z.array(z.string().max(300)).max(20),
  reasoning: z.string().max(2000),
});
export type AnalystAnswer = z.infer<typeof analystAnswerSchema>;

const tokens = z.int().nonnegative().max(10_000_000);
/** What of the call was billed, and the real seconds that it took. */
const usageSchema = z.strictObject({
  inputTokens: tokens,
  outputTokens: tokens,
  seconds: z.int().nonnegative().max(100_000),
});
const model = z.string().max(200);
const why = z.string().max(500);

/** What the step analyse-shift says. A usage that nobody knows may be all that was set aside. */
export const analystSaidSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ANSWER'), ...analystAnswerSchema.shape, model, usage: usageSchema }),
  z.strictObject({ kind: z.literal('UNAVAILABLE'), why, usage: usageSchema.nullable() }),
]);
export type AnalystSaid = z.infer<typeof analystSaidSchema>;

/** What is kept of it beside the judge's analysis, for people. */
export const analystWordsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ANSWER'), ...analystAnswerSchema.shape, model }),
  z.strictObject({ kind: z.literal('UNAVAILABLE'), why }),
]);
export type AnalystWords = z.infer<typeof analystWordsSchema>;
