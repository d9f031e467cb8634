import * as z from 'zod';
import { canaryPlanSchema } from './canary-plan.ts';
import { riskClassSchema, rollbackClassSchema } from './facts.ts';
import { reasonSchema } from './reason.ts';
import { phaseSchema } from './shift.ts';

/** From strictest to loosest. REJECT stops; the others name which hold stands before production. */
export const routeSchema = z.enum(['REJECT', 'HUMAN', 'CANCEL_WINDOW', 'AUTONOMOUS']);
export type Route = z.infer<typeof routeSchema>;

/** Share of traffic in percent and how long it bakes there, in seconds of the release's clock. */
export const planStepSchema = z.strictObject({ weight: z.int().min(0).max(100), bakeSeconds: z.int().nonnegative() });
export type PlanStep = z.infer<typeof planStepSchema>;

/** From which last phase the old version may be given its traffic back, and why (001-40). */
const rollbackPlanSchema = z.strictObject({
  class: rollbackClassSchema,
  lastSafe: phaseSchema,
  why: z.string().max(500),
});

/**
 * ROLL_OUT: staging, canary (withdrawn), hold, rollout, watch. RECORD_ONLY: no runtime byte changes, so there is nothing
 * to shift; `skipped` says which steps are left out and why (K25).
 */
export const planSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ROLL_OUT'),
    rollback: rollbackPlanSchema,
    /** Left out in verdicts from before it was planned: then the canary is run as configured. */
    canary: canaryPlanSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('RECORD_ONLY'), skipped: z.array(z.string().max(60)), why: z.string().max(500) }),
]);
export type Plan = z.infer<typeof planSchema>;

export const verdictSchema = z.strictObject({
  version: z.literal(1),
  route: routeSchema,
  /** The word the state machine branches on. */
  next: z.enum(['REJECT', 'ROLL_OUT', 'RECORD_ONLY']),
  /** Integer hundredths, 0 to 95 (001-53). */
  confidence: z.int().min(0).max(95),
  riskClass: riskClassSchema,
  plan: planSchema,
  /** Rules that ask for a person, by name (K19). */
  triggers: z.array(z.string().max(60)),
  /** Ids of the Cedar policies that decided. */
  policies: z.array(z.string().max(100)),
  because: reasonSchema,
});
export type Verdict = z.infer<typeof verdictSchema>;
