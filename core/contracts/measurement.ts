import * as z from 'zod';

const count = z.number().nonnegative();

/**
 * Latency of one arm in one bucket. `bins` is a sparse log histogram: bin `floor(ln(ms)/ln 1.01)`, 0 to 1151 (1 ms to
 * 95 s), to the number of requests in it. `countAbove` maps a cut in ms to the requests slower than it.
 */
export const latencySchema = z.union([
  z.strictObject({ bins: z.record(z.string().regex(/^\d{1,4}$/), count) }),
  z.strictObject({ countAbove: z.record(z.string(), count) }),
  z.strictObject({ p50: z.number().nullable(), p95: z.number().nullable(), p99: z.number().nullable() }),
]);
export type Latency = z.infer<typeof latencySchema>;

/** What one version did in one bucket. `cpu` and `memory` are percent of what the service may use; `unhealthy` counts failed health checks. */
export const armSchema = z.strictObject({
  requests: z.number(),
  errors: z.number(),
  latency: latencySchema.optional(),
  cpu: z.number().nullable().optional(),
  memory: z.number().nullable().optional(),
  healthChecks: z.number().optional(),
  unhealthy: z.number().optional(),
});
export type Arm = z.infer<typeof armSchema>;

/** The same stretch of time for both versions: `durSec` seconds that end at `endSec` after the watch began. */
export const bucketSchema = z.strictObject({
  endSec: z.number(),
  durSec: z.number().positive(),
  baseline: armSchema.optional(),
  canary: armSchema,
});
export type Bucket = z.infer<typeof bucketSchema>;

/** What is known of the old version from before: rates 0 to 1, milliseconds, dispersion factors (1 = none). */
export const historySchema = z.strictObject({
  errorRate: z.number().min(0).max(1).nullable(),
  p50: z.number().nonnegative().nullable(),
  p95: z.number().nonnegative().nullable(),
  p99: z.number().nonnegative().nullable(),
  requestsPerSecond: z.number().nonnegative().nullable().optional(),
  phi: z
    .strictObject({ err: z.number(), p50: z.number(), p95: z.number(), p99: z.number(), latAbs: z.number() })
    .partial()
    .optional(),
  assignment: z.enum(['request', 'session', 'unknown']).optional(),
  /** For people: what all this was taken from, or why there is nothing. */
  basis: z.string().max(300).optional(),
});
export type History = z.infer<typeof historySchema>;
