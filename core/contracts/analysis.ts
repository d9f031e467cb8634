import * as z from 'zod';

export const judgeConfigSchema = z.strictObject({
  /** Ceilings of the service's tier: error rate 0 to 1, p99 in ms (K4, K5). */
  errorRateMax: z.number().min(0).max(1).default(0.01),
  p99MsMax: z.number().positive().default(800),
  /** A canary fails above `times` the baseline when it is also `minRise` (absolute rate) above it (K4). */
  errorTimes: z.number().min(1).default(2),
  errorMinRise: z.number().min(0).max(1).default(0.005),
  p99Times: z.number().min(1).default(3),
  /** Percent; sustained 3 of 5 one-minute points (K7). */
  cpuMax: z.number().positive().default(80),
  memoryMax: z.number().positive().default(85),
  /** Seconds in which nothing but a catastrophe or ill health fails the canary (002-31). */
  warmUpSec: z.number().nonnegative().default(60),
  /** Planned length in seconds. */
  plannedSec: z.number().positive().default(600),
  /** Total probability of failing a canary that is no worse than its baseline. */
  alpha: z.number().positive().max(0.5).default(0.01),
});
export type JudgeConfig = z.infer<typeof judgeConfigSchema>;

export const analysisVerdictSchema = z.enum(['PASS', 'FAIL', 'INCONCLUSIVE']);
export type AnalysisVerdict = z.infer<typeof analysisVerdictSchema>;

/** One question the judge asked: what it saw, what it would expect of a version no worse, where it fails. */
export const analysisTestSchema = z.strictObject({
  id: z.string(),
  question: z.string(),
  observed: z.number().nullable(),
  expectedIfNoWorse: z.number().nullable(),
  failsAt: z.number().nullable(),
  alphaShare: z.number().nullable(),
  alphaSpent: z.number().nullable(),
  ratio: z.number().nullable(),
  ratioCI95: z.tuple([z.number(), z.number()]).nullable(),
  material: z.boolean(),
  signalledAt: z.number().nullable(),
  chain: z.string().nullable(),
});
export type AnalysisTest = z.infer<typeof analysisTestSchema>;

/** The judge's answer for people and for code; every number in it can be computed by hand from the stored buckets. */
export const analysisSchema = z.strictObject({
  verdict: analysisVerdictSchema,
  decidedAtSec: z.number(),
  headline: z.string(),
  tests: z.array(analysisTestSchema),
  pass: z.strictObject({ limit: z.number(), upperBound95: z.number(), ruledOut: z.boolean() }).nullable(),
  needed: z
    .strictObject({ requests: z.number(), minutes: z.number().nullable(), weight: z.number().nullable() })
    .nullable(),
  phi: z.record(z.string(), z.number()).nullable(),
  environment: z.array(z.string()),
  dataQuality: z.strictObject({ buckets: z.int(), rejected: z.int(), missing: z.int(), precision: z.string() }),
  bad: z.strictObject({ canaryErrors: z.number(), canaryRequests: z.number() }),
});
export type Analysis = z.infer<typeof analysisSchema>;
