import * as z from 'zod';
import { actorSchema } from './actor.ts';
import { canaryPlanSchema } from './canary-plan.ts';
import { gateResultSchema } from './gate-result.ts';
import { digestSchema, instantSchema, serviceNameSchema } from './ids.ts';
import { historySchema } from './measurement.ts';

export const tierSchema = z.enum(['critical', 'standard', 'internal']);
export type Tier = z.infer<typeof tierSchema>;
export const profileSchema = z.enum(['conservative', 'guarded', 'autonomous']);
export type Profile = z.infer<typeof profileSchema>;
export const riskClassSchema = z.enum(['LOW', 'MEDIUM', 'HIGH']);
export type RiskClass = z.infer<typeof riskClassSchema>;
export const trustLevelSchema = z.enum(['L0', 'L1', 'L2', 'L3']);
export type TrustLevel = z.infer<typeof trustLevelSchema>;
export const autonomyLevelSchema = z.enum(['A0', 'A1', 'A2', 'A3', 'A4', 'A5']);
export type AutonomyLevel = z.infer<typeof autonomyLevelSchema>;

/** What an agent or the pipeline may do, each with a level of its own (003-6). */
export const actionClassSchema = z.enum(['PLAN', 'FETCH', 'GENERATE', 'EXECUTE', 'MERGE', 'DEPLOY']);
export type ActionClass = z.infer<typeof actionClassSchema>;

/** What the diff shows without running it, found by fixed rules from paths and added lines (K13, K19). */
export const signalKindSchema = z.enum([
  'docs',
  'tests',
  'source',
  'config-nonprod',
  'config-runtime',
  'feature-flag',
  'config-ci',
  'infrastructure',
  'auth',
  'payments',
  'schema-change',
  'dependency',
  'external-integration',
  'breaking-api',
  'binary',
  'secret',
]);
export type SignalKind = z.infer<typeof signalKindSchema>;

export const signalSchema = z.strictObject({
  kind: signalKindSchema,
  /** The changed files that show it, at most 20 of them, in the order of the diff. */
  files: z.array(z.string().max(500)).max(20),
  detail: z.string().max(500),
});
export type Signal = z.infer<typeof signalSchema>;

/**
 * What going back to the old version would meet, from harmless on. CODE_ONLY: nothing but code. EXPAND: a schema that the
 * old version can live with. CONTRACT: something that the old version needs is gone. DATA_REWRITE: data were changed in
 * place. EXTERNAL_CONTRACT: others outside rely on what is new.
 */
export const rollbackClassSchema = z.enum(['CODE_ONLY', 'EXPAND', 'CONTRACT', 'DATA_REWRITE', 'EXTERNAL_CONTRACT']);
export type RollbackClass = z.infer<typeof rollbackClassSchema>;
export const rollbackFactsSchema = z.strictObject({ class: rollbackClassSchema, why: z.string().max(500) });

/** What is known of the change before anything ran: written once by open-release. */
export const changeFactsSchema = z.strictObject({
  files: z.int().nonnegative(),
  linesAdded: z.int().nonnegative(),
  linesRemoved: z.int().nonnegative(),
  signals: z.array(signalSchema),
  /** Facts from before this was looked at count as the class that is not safe. */
  rollback: rollbackFactsSchema.default({ class: 'CONTRACT', why: 'not looked at' }),
  /** Everybody who wrote or submitted part of it: lower-case mail addresses and ids. None of them may approve. */
  authors: z.array(z.string().max(300)).max(500),
  /** Labels from commit trailers (004-29): text that its author controls, shown and never trusted. */
  trailers: z.array(z.strictObject({ key: z.string().max(60), value: z.string().max(300) })).max(50),
});
export type ChangeFacts = z.infer<typeof changeFactsSchema>;

/** The inputs of 001's confidence formula (001-44..53). Unknown is the value that scores lower. */
export const issueFactsSchema = z.strictObject({
  domain: z.string().max(100),
  previousResolutions: z.int().nonnegative(),
  rootCauseKnown: z.boolean(),
  preventionKnown: z.boolean(),
  /** Characters of the text that describes the solution. */
  solutionLength: z.int().nonnegative(),
  /** Estimated effort in the seed's unit-less measure; absent counts as 0 (nothing is subtracted). */
  estimatedEffort: z.number().nonnegative(),
});
export type IssueFacts = z.infer<typeof issueFactsSchema>;

/** Names settings: hash of config and policies, and the version that the config's store counts (null for a file). */
export const settingsRefSchema = z.strictObject({ hash: digestSchema, version: z.int().positive().nullable() });

/**
 * Everything the decision reads, and nothing else: `decide(facts)` is a pure function of this. It is stored with the
 * release, so that any decision can be made again and compared.
 */
export const factsSchema = z.strictObject({
  version: z.literal(1),
  service: serviceNameSchema,
  tier: tierSchema,
  profile: profileSchema,
  submittedBy: actorSchema,
  change: changeFactsSchema,
  issue: issueFactsSchema,
  gates: z.strictObject({
    status: z.enum(['PASSED', 'FAILED', 'CANCELLED', 'MISSING']),
    results: z.array(gateResultSchema).max(200),
  }),
  review: z.strictObject({
    status: z.enum(['REVIEWED', 'PARTIAL', 'UNAVAILABLE']),
    /** 0 to 10; null when no usable answer came. */
    riskScore: z.number().min(0).max(10).nullable(),
    securityFindings: z.int().nonnegative(),
    breakingChanges: z.int().nonnegative(),
    autoApprovable: z.boolean(),
    filesUnseen: z.array(z.string().max(500)).max(500),
  }),
  trust: z.strictObject({ level: trustLevelSchema, why: z.string().max(300) }),
  /** Levels that the config names; the profile gives the others (core/decide/autonomy-levels.ts). */
  autonomy: z.partialRecord(actionClassSchema, autonomyLevelSchema),
  controls: z.strictObject({
    killSwitch: z.string().max(500).nullable(),
    freeze: z.string().max(500).nullable(),
    quarantine: z.string().max(500).nullable(),
  }),
  budget: z.strictObject({ status: z.enum(['WITHIN', 'EXHAUSTED']), detail: z.string().max(300) }),
  /** Whether the planned canary will get enough traffic to show what its tier forbids (core/canary/plan-canary.ts). */
  canaryPower: z
    .strictObject({
      status: z.enum(['ADEQUATE', 'UNDERPOWERED', 'UNKNOWN']),
      detail: z.string().max(500),
      /** What was seen, and the canary planned on it; facts from before there were plans have neither. */
      traffic: historySchema.optional(),
      canary: canaryPlanSchema.optional(),
    })
    .default({ status: 'UNKNOWN', detail: 'the traffic of the service was not looked at' }),
  /** True when the head contains the commit that serves production now; false would take newer code out. */
  containsRunning: z.boolean(),
  /** Triggers of K19 that the config turned off, by rule name. */
  triggersOff: z.array(z.string().max(60)).max(50),
  limits: z.strictObject({
    riskScoreMax: z.number().min(0).max(10),
    maxFiles: z.int().positive(),
  }),
  at: instantSchema,
  /** The config and policies in force, for the record; facts that somebody wrote by hand have none. */
  settings: settingsRefSchema.optional(),
});
export type Facts = z.infer<typeof factsSchema>;
