import * as z from 'zod';
import { componentSchema, type Component } from './budget.ts';

const usd = (value: number, what: string) => z.number().nonnegative().max(1_000_000).default(value).describe(what);

/** Dollars a month: the table of 000-5 to 000-13. */
const componentsSchema = z.strictObject({
  'static-analysis': usd(50, '000-5'),
  'security-scanner': usd(200, '000-6'),
  'code-reviewer': usd(500, '000-7'),
  tests: usd(100, '000-8'),
  fuzzer: usd(150, '000-9'),
  'staging-deploy': usd(50, '000-10'),
  'canary-analysis': usd(300, '000-11'),
  orchestrator: usd(100, '000-12'),
  'production-deploy': usd(500, '000-13'),
} satisfies Record<Component, z.ZodType>);

/**
 * The source names no weights. These say how many incidents of a kind use a budget up: the analysis may miss three a
 * month (300 / 100), a canary's twentieth of the traffic weighs a quarter of that, and one rollback that fails is all
 * that the production deploy has.
 */
const incidentsSchema = z.strictObject({
  canary: usd(25, 'harm to the share of the canary'),
  production: usd(100, 'harm behind the canary, rolled back'),
  rollbackFailed: usd(500, 'traffic that could not, or may not, be given back'),
  errored: usd(25, 'a release that ended without a decision'),
});

const priceSchema = z.strictObject({
  input: z.number().nonnegative().max(10_000),
  output: z.number().nonnegative().max(10_000),
});
/** Dollars for a million tokens. */
export type ModelPrice = z.infer<typeof priceSchema>;

/** Spending (tokens, dollars, time) and, in the same table, acceptable delegation risk (K22). */
export const budgetsSchema = z
  .strictObject({
    monthUsd: usd(1950, 'of all components together (000-14)'),
    alarmUsd: usd(2000, 'alarm line of spending and of delegation risk (000-44)'),
    noticePercent: z.int().min(1).max(100).default(80).describe('of a cap, from where a notice is given (003-92)'),
    componentsUsd: componentsSchema.prefault({}).describe('a month, for spending and for delegation risk'),
    perRunUsd: usd(100, 'of one release (003-61)'),
    perRunTokens: z.int().positive().default(200_000).describe('of one release (003-56)'),
    perTaskTokens: z.int().positive().default(16_000).describe('of one call; less of a diff is shown to fit (003-34)'),
    wallTimeMinutes: z.int().positive().max(100_000).default(120).describe('machine time to the decision (003-61)'),
    gateMinuteUsd: usd(0, 'what a minute of gates costs where they run; 0 counts their time alone'),
    incidentUsd: incidentsSchema.prefault({}).describe('delegation risk that one incident of a kind uses up'),
    pricesUsdPerMillion: z
      .record(z.string().min(1).max(200), priceSchema)
      .default({})
      .describe('tokens of models that Interlock knows no price of, by model id'),
  })
  .superRefine((budgets, context) => {
    const sum = componentSchema.options.reduce((total, name) => total + budgets.componentsUsd[name], 0);
    for (const name of componentSchema.options)
      if (budgets.componentsUsd[name] > budgets.monthUsd)
        context.addIssue({
          code: 'custom',
          path: ['componentsUsd', name],
          message: `expected at most monthUsd, ${budgets.monthUsd} (K22)`,
        });
    // In floating point ten cents three times are a little more than thirty.
    if (sum > budgets.monthUsd + 1e-6)
      context.addIssue({
        code: 'custom',
        path: ['monthUsd'],
        message: `expected at least ${sum}, the sum of componentsUsd (000-14)`,
      });
    if (budgets.perRunUsd > budgets.monthUsd)
      context.addIssue({ code: 'custom', path: ['perRunUsd'], message: 'expected at most monthUsd (K22)' });
    if (budgets.perTaskTokens > budgets.perRunTokens)
      context.addIssue({ code: 'custom', path: ['perTaskTokens'], message: 'expected at most perRunTokens (K22)' });
  });
export type BudgetsConfig = z.infer<typeof budgetsSchema>;
