import * as z from 'zod';
import { analysisVerdictSchema } from './analysis.ts';
import { phaseSchema } from './shift.ts';

/** The judge's tests as the analyst is told of them; what is not known by name is `other`. */
export const analystTestSchema = z.enum([
  'errRel',
  'errAbs',
  'p50',
  'p95',
  'p99',
  'latAbs',
  'resp',
  'catastrophic',
  'leak',
  'cpu',
  'memory',
  'health',
  'other',
]);
export type AnalystTest = z.infer<typeof analystTestSchema>;

const figure = z.number().nullable();
const armSchema = z.strictObject({
  requests: figure,
  errors: figure,
  /** 0 to 1. */
  errorRate: figure,
  p50Ms: figure,
  p95Ms: figure,
  p99Ms: figure,
  cpuPercent: figure,
  memoryPercent: figure,
  healthChecks: figure,
  failedHealthChecks: figure,
});
const stretchSchema = armSchema.pick({ requests: true, errors: true, p99Ms: true });

/**
 * All that the analyst sees: figures, and words out of closed lists. There is no field that could hold a text, so what
 * somebody wrote into a change, a name or an answer of the service has no way in.
 */
export const analystQuestionSchema = z.strictObject({
  phase: phaseSchema,
  /** The judge's; null where it concluded nothing. */
  verdict: analysisVerdictSchema.nullable(),
  plannedSeconds: figure,
  watchedSeconds: figure,
  newVersion: armSchema,
  /** In the same minutes; null where there was none. */
  oldVersion: armSchema.nullable(),
  /** Of production, from before the shift. */
  past: z
    .strictObject({ errorRate: figure, p50Ms: figure, p95Ms: figure, p99Ms: figure, requestsPerSecond: figure })
    .nullable(),
  course: z
    .array(z.strictObject({ untilSecond: figure, newVersion: stretchSchema, oldVersion: stretchSchema.nullable() }))
    .max(10),
  /** What the judge held it to. */
  limits: z
    .strictObject({
      errorRate: figure,
      p99Ms: figure,
      errorTimes: figure,
      p99Times: figure,
      cpuPercent: figure,
      memoryPercent: figure,
    })
    .nullable(),
  tests: z
    .array(
      z.strictObject({
        test: analystTestSchema,
        observed: figure,
        expectedIfNoWorse: figure,
        failsAt: figure,
        ratio: figure,
        ratioLow95: figure,
        ratioHigh95: figure,
        material: z.boolean(),
        signalledAtSecond: figure,
      }),
    )
    .max(20),
  proof: z.strictObject({ limit: figure, upperBound95: figure, ruledOut: z.boolean() }).nullable(),
  needed: z.strictObject({ requests: figure, minutes: figure, weightPercent: figure }).nullable(),
  data: z.strictObject({ buckets: figure, refused: figure, missing: figure }).nullable(),
  checks: z
    .array(
      z.strictObject({
        kind: z.enum(['service-health', 'functional', 'performance', 'data-integrity', 'integration']),
        passed: z.int().nonnegative(),
        failed: z.int().nonnegative(),
      }),
    )
    .max(5),
});
export type AnalystQuestion = z.infer<typeof analystQuestionSchema>;
