import * as z from 'zod';
import { modelPrice } from '../budget/model-price.ts';
import { remedySchema } from './canary-plan.ts';
import { analystSchema } from './config-analyst.ts';
import { budgetsSchema, type BudgetsConfig } from './config-budgets.ts';
import { gatesSchema } from './config-gates.ts';
import { reviewerSchema } from './config-reviewer.ts';
import { serviceSchema } from './config-service.ts';
import { actionClassSchema, autonomyLevelSchema, profileSchema } from './facts.ts';
import { approverSchema } from './hold.ts';
import { instantSchema, serviceNameSchema } from './ids.ts';

const seconds = (value: number, min: number, max: number, what: string) =>
  z.int().min(min).max(max).default(value).describe(what);

/** Absolute ceilings of a tier: error rate 0 to 1 and p99 in milliseconds (K4, K5). */
const ceilings = (errorRate: number, p99Ms: number) =>
  z
    .strictObject({
      errorRate: z.number().positive().max(1).default(errorRate),
      p99Ms: z.number().positive().max(95_000).default(p99Ms),
    })
    .prefault({});

const thresholdsSchema = z.strictObject({
  critical: ceilings(0.005, 800),
  standard: ceilings(0.01, 800),
  internal: ceilings(0.02, 1000),
  errorTimes: z
    .number()
    .min(1)
    .max(100)
    .default(2)
    .describe('to pass, so many times the error rate of the baseline is ruled out (004-19)'),
  errorMinRise: z
    .number()
    .min(0)
    .max(1)
    .default(0.005)
    .describe('or so much more than the baseline, absolute, where that is more'),
  p99Times: z
    .number()
    .min(1)
    .max(100)
    .default(3)
    .describe('to pass, so many times the p99 of the baseline is ruled out (004-20)'),
  failTimes: z
    .number()
    .min(1)
    .max(100)
    .default(1.25)
    .describe('more errors than the baseline for certain fail if they are so many times as many'),
  failRise: z.number().min(0).max(1).default(0.0005).describe('and so much more, absolute'),
  latencyTimes: z
    .number()
    .min(1)
    .max(100)
    .default(1.25)
    .describe(
      'a p50, p95 or p99 for certain above so many times the one of the baseline fails; 3 is 004-20 to the letter',
    ),
  latencyMinRiseMs: z
    .number()
    .min(0)
    .max(10_000)
    .default(20)
    .describe('milliseconds of rise below which latencyTimes and p99Times do not count'),
  falseRollbackMax: z
    .number()
    .min(0.001)
    .max(0.1)
    .default(0.01)
    .describe('probability of failing a version that is no worse, over a whole phase; 0.05 is vigilant (002-46)'),
  historyMaxAgeDays: z
    .int()
    .min(1)
    .max(30)
    .default(7)
    .describe('days without a request after which the past of a service is stale and not used (002-31)'),
  cpuPercent: z.number().positive().max(100).default(80),
  memoryPercent: z.number().positive().max(100).default(85),
  riskScoreMax: z.number().min(0).max(10).default(7).describe('reviewer score from which a person is asked (002-3)'),
  maxFiles: z.int().positive().max(10_000).default(10).describe('changed files above which a person is asked (001-33)'),
});

const timingSchema = z.strictObject({
  stagingSeconds: seconds(300, 30, 3600, 'watched in staging (001-11)'),
  warmUpSeconds: seconds(60, 0, 600, 'only a catastrophe fails a version in this time (002-31)'),
  canarySeconds: seconds(600, 60, 7200, 'at the canary share, then withdrawn (002-21)'),
  canarySecondsMax: seconds(1800, 60, 7200, 'to which a canary that could show nothing may be made longer'),
  canaryExtensions: z.int().min(0).max(5).default(2).describe('times an inconclusive canary is prolonged'),
  expandSeconds: seconds(600, 60, 7200, 'at 25 % (004-18)'),
  watchSeconds: seconds(1800, 300, 14_400, 'watched after 100 % (001-25)'),
  approvalSeconds: seconds(86_400, 300, 604_800, 'until silence cancels (001-38)'),
  cancelWindowSeconds: seconds(3600, 300, 86_400, 'until silence proceeds (001-55)'),
  timeLockSeconds: seconds(900, 900, 86_400, 'between canary success and production (000-28)'),
  timeLockAfterApprovalSeconds: seconds(
    300,
    300,
    86_400,
    'between approval and production; HIGH takes the longer one (K11)',
  ),
});

const weightMax = (value: number) => z.int().min(1).max(20).default(value);

const rolloutSchema = z.strictObject({
  canaryWeight: z.int().min(1).max(20).default(5).describe('percent of production traffic (002-6)'),
  canaryWeightMax: z
    .strictObject({
      critical: weightMax(10),
      standard: weightMax(20),
      internal: weightMax(20),
    })
    .prefault({})
    .describe('percent to which the canary of a tier may be made larger; a change of class HIGH gets canaryWeight'),
  whenUnderpowered: z
    .array(remedySchema)
    .min(1)
    .max(3)
    .refine((remedies) => new Set(remedies).size === remedies.length, { error: 'expected each remedy once' })
    .default(['longer', 'share', 'person'])
    .describe(
      'when a canary could show nothing, in this order: longer (to timing.canarySecondsMax), a larger share (to canaryWeightMax), a person',
    ),
  expandWeight: z.int().min(5).max(50).default(25).describe('percent of production traffic (004-18)'),
  afterInconclusive: z.enum(['person', 'stop']).default('person').describe('when the canary proves nothing'),
});

const freezeWindowSchema = z
  .strictObject({
    name: z.string().min(1).max(100),
    from: instantSchema.or(z.iso.datetime({ offset: true })),
    to: instantSchema.or(z.iso.datetime({ offset: true })),
    services: z.array(serviceNameSchema).min(1).optional().describe('all services when left out'),
  })
  .refine((w) => Date.parse(w.from) < Date.parse(w.to), { error: 'expected "from" before "to"', path: ['to'] });
export type FreezeWindow = z.infer<typeof freezeWindowSchema>;

const autonomySchema = z
  .partialRecord(actionClassSchema, autonomyLevelSchema)
  .describe('levels A0 to A5 per action class; what is left out follows from the profile (003-13..15)');
const triggerNames = z.array(z.string().max(60)).max(50);

export const targetNameSchema = z.enum(['embedded', 'aws']);
export type TargetName = z.infer<typeof targetNameSchema>;

/** `interlock.yaml`, version 1. Unknown keys are errors; every default is a figure of the source documents (K4 to K8). */
const fileSchema = z.strictObject({
  version: z.literal(1),
  target: targetNameSchema
    .default('embedded')
    .describe('the home that commands work on: this machine, or the deployment in AWS'),
  profile: profileSchema.default('conservative'),
  page: z
    .strictObject({ port: z.int().min(1).max(65535).default(4600), publicUrl: z.url().optional() })
    .prefault({})
    .describe('the approval page on 127.0.0.1; publicUrl is what mails link to'),
  services: z
    .record(serviceNameSchema, serviceSchema)
    .refine((s) => Object.keys(s).length > 0, { error: 'expected at least one service' }),
  approvers: z.array(approverSchema).min(1).max(50),
  gates: gatesSchema,
  thresholds: thresholdsSchema.prefault({}),
  timing: timingSchema.prefault({}),
  rollout: rolloutSchema.prefault({}),
  reviewer: reviewerSchema.prefault({}),
  analyst: analystSchema
    .prefault({})
    .describe('a model that reads the figures of a shift, words them and can ask for a person (000-24, 002-19)'),
  autonomy: autonomySchema.prefault({}),
  triggersOff: z
    .union([triggerNames, z.partialRecord(profileSchema, triggerNames)])
    .default([])
    .describe('human triggers turned off by name, in every profile or for each profile (K19)'),
  budgets: budgetsSchema.prefault({}),
  freezeWindows: z.array(freezeWindowSchema).max(100).default([]),
  limits: z
    .strictObject({
      diffMb: z.number().positive().max(200).default(5),
      files: z.int().positive().max(10_000).default(2000),
      concurrentReviews: z.int().min(1).max(50).default(5).describe('002-48'),
      concurrentGateRuns: z.int().min(1).max(50).default(2),
    })
    .prefault({}),
});

/**
 * Two ids for one identity would let somebody who is an author under one of them approve under the other. A model
 * without a price could be asked without end.
 */
export const configSchema = fileSchema
  .refine((config) => !sharesPrincipal(config), {
    error: 'expected each principal under one id only',
    path: ['approvers'],
  })
  .refine(({ reviewer, budgets }) => reviewer.kind === 'none' || hasPrice(reviewer.model, budgets), {
    error: 'expected a model with a known price, or its price in budgets.pricesUsdPerMillion (K22)',
    path: ['reviewer', 'model'],
  });
export type Config = z.infer<typeof configSchema>;

const hasPrice = (model: string, { pricesUsdPerMillion }: BudgetsConfig): boolean =>
  modelPrice(model, pricesUsdPerMillion) !== null;

function sharesPrincipal({ approvers, services }: z.infer<typeof fileSchema>): boolean {
  const all = [...approvers, ...Object.values(services).flatMap((service) => service.approvers ?? [])];
  const ids = new Map<string, string>();
  return all.some(({ id, principal }) => {
    if (principal === undefined) return false;
    const known = ids.get(principal) ?? id;
    ids.set(principal, known);
    return known !== id;
  });
}
