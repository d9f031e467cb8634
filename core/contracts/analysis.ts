import * as z from 'zod';

export const judgeConfigSchema = z.strictObject({
  /** Ceilings of the service's tier: error rate 0 to 1, p99 in ms (K4, K5). */
  errorRateMax: z.number().min(0).max(1).default(0.005),
  p99MsMax: z.number().positive().default(800),
  /** To pass, `errorTimes` the baseline's errors, or `errorMinRise` (absolute rate) more if that is more, are ruled out (K4). */
  errorTimes: z.number().min(1).default(2),
  errorMinRise: z.number().min(0).max(1).default(0.005),
  /** To pass, more than 1 % of requests above so many times the baseline's p99 is ruled out (K5). */
  p99Times: z.number().min(1).default(3),
  /** Errors that are certainly more than the baseline's fail a canary if they are also so much more (canary.md, *Tests*). */
  failTimes: z.number().min(1).default(1.25),
  failRise: z.number().min(0).max(1).default(0.0005),
  /** A percentile that is certainly more than so many times the baseline's, and so many ms more, fails a canary. */
  latencyTimes: z.number().min(1).default(1.25),
  latencyMinRiseMs: z.number().nonnegative().default(20),
  /** Percent; over it in 4 stretches of 30 s in a row fails (canary.md, *Gauges*). */
  cpuMax: z.number().positive().default(80),
  memoryMax: z.number().positive().default(85),
  /** Seconds in which nothing but a catastrophe or ill health fails the canary (002-31). */
  warmUpSec: z.number().nonnegative().default(60),
  /** Seconds to the first planned look, and how often the watch may be prolonged by as much. */
  plannedSec: z.number().positive().default(600),
  extensions: z.int().min(0).max(20).default(2),
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
  /** Beside a baseline the odds ratio, canary to baseline; else events over those expected at the limit. */
  ratio: z.number().nullable(),
  /** Exact; the upper end is null where nothing bounds it. */
  ratioCI95: z.tuple([z.number(), z.number().nullable()]).nullable(),
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
  dataQuality: z.strictObject({
    buckets: z.int(),
    rejected: z.int(),
    missing: z.int(),
    precision: z.string(),
    /** For people: on what the past of the running version rests, or why it was not used. */
    past: z.string().max(300).optional(),
  }),
  bad: z.strictObject({ canaryErrors: z.number(), canaryRequests: z.number() }),
});
export type Analysis = z.infer<typeof analysisSchema>;
