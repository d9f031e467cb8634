import * as z from 'zod';
import { instantSchema } from './ids.ts';

/** The components of 000's table (000-5 to 000-13), each with a budget of its own a month. */
export const componentSchema = z.enum([
  'static-analysis',
  'security-scanner',
  'code-reviewer',
  'tests',
  'fuzzer',
  'staging-deploy',
  'canary-analysis',
  'orchestrator',
  'production-deploy',
]);
export type Component = z.infer<typeof componentSchema>;

const count = z.int().nonnegative();
/** Money in millionths of a dollar, tokens in and out together, seconds of machine time. Integers, so that sums are exact. */
export const amountSchema = z.strictObject({ microUsd: count, tokens: count, seconds: count });
export type Amount = z.infer<typeof amountSchema>;

/** A calendar month in UTC, `YYYY-MM`. */
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected YYYY-MM');

/**
 * What a component has used in a month. `reserved` is the worst case of calls whose end is not known: it counts as
 * spent for ever, since a call that nobody heard the end of may have been billed in full.
 */
const accountSchema = z.strictObject({ spent: amountSchema, reserved: amountSchema, calls: count });
export type Account = z.infer<typeof accountSchema>;

export const monthLedgerSchema = z.strictObject({
  version: z.literal(1),
  month: monthSchema,
  components: z.partialRecord(componentSchema, accountSchema),
});
export type MonthLedger = z.infer<typeof monthLedgerSchema>;

/** One use of a budget by one run; `actual` is null until it is settled (003-50: per run and provider). */
const entrySchema = z.strictObject({
  id: z.string().min(1).max(120),
  component: componentSchema,
  /** The model, or what else was paid for. */
  provider: z.string().max(200),
  month: monthSchema,
  at: instantSchema,
  worst: amountSchema,
  actual: amountSchema.nullable(),
});
export type BudgetEntry = z.infer<typeof entrySchema>;

export const runLedgerSchema = z.strictObject({ version: z.literal(1), entries: z.array(entrySchema).max(200) });
export type RunLedger = z.infer<typeof runLedgerSchema>;

/** How near a budget is: NOTICE from the notice share on, ALARM from the alarm line on, EXHAUSTED when a cap refused. */
export const budgetLevelSchema = z.enum(['WITHIN', 'NOTICE', 'ALARM', 'EXHAUSTED']);
export type BudgetLevel = z.infer<typeof budgetLevelSchema>;
