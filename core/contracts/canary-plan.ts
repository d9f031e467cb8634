import * as z from 'zod';

/**
 * What policy may do about a canary that could not pass for want of requests: watch it longer, give it a larger share, or
 * ask a person, who then decides on what it saw.
 */
export const remedySchema = z.enum(['longer', 'share', 'person']);
export type Remedy = z.infer<typeof remedySchema>;

const rate = z.number().min(0).max(1);

/** What a canary of some share and time can show, from the traffic seen before it (core/canary/canary-power.ts). */
export const canaryPowerSchema = z.strictObject({
  /** Canary requests expected after warm-up. */
  requests: z.int().nonnegative(),
  /** Requests with which a healthy canary passes at its first planned look; null when no number of them would do. */
  requestsNeeded: z.int().nonnegative().nullable(),
  /** Error rates, 0 to 1: of the running version, and the one that must be ruled out. */
  errorRate: rate,
  errorLimit: rate,
  /** The smallest rise above `errorRate` that the judge fails with 80 % probability; null when it would fail none. */
  smallestErrorRise: rate.nullable(),
  /** ms: p99 of the running version, and the one that must be ruled out. */
  p99Ms: z.number().nonnegative(),
  p99LimitMs: z.number().nonnegative(),
  /** The smallest share of requests above the tolerated latency that the judge fails with 80 % probability. */
  smallestSlowShare: rate.nullable(),
  /** What that share means if every request takes so many times as long; null where the past does not tell. */
  smallestP99Times: z.number().positive().nullable(),
});
export type CanaryPower = z.infer<typeof canaryPowerSchema>;

/** The canary as it is to be run: percent of production traffic and seconds, and what it can show. */
export const canaryPlanSchema = z.strictObject({
  weight: z.int().min(1).max(100),
  seconds: z.int().positive(),
  /** What was done to the configured canary, in the order of the config; empty when it is run as configured. */
  remedies: z.array(remedySchema).max(3),
  why: z.string().max(300),
  /** Null when no recent traffic is known. */
  power: canaryPowerSchema.nullable(),
});
export type CanaryPlan = z.infer<typeof canaryPlanSchema>;
