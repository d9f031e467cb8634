import { factsSchema, signalKindSchema, type Facts } from '../../core/contracts/facts.ts';
import type { GateResult } from '../../core/contracts/gate-result.ts';

const passed: GateResult = {
  ...{ gate: 'unit', stage: 'tests', status: 'PASSED', summary: '', seconds: 1 },
  findings: [],
};

/** The most harmless change there is: every point of the grid takes something away from it. */
const HARMLESS: Facts = factsSchema.parse({
  ...{ version: 1, service: 'shop', tier: 'standard', profile: 'guarded' },
  submittedBy: { id: 'builder', kind: 'AGENT', authenticated: true },
  change: {
    files: 2,
    linesAdded: 1,
    linesRemoved: 1,
    signals: [],
    authors: ['dev@example.com'],
    trailers: [],
    rollback: { class: 'CODE_ONLY', why: '' },
  },
  canaryPower: { status: 'ADEQUATE', detail: '' },
  issue: {
    ...{ domain: 'latency', previousResolutions: 6, rootCauseKnown: true, preventionKnown: true },
    ...{ solutionLength: 200, estimatedEffort: 1 },
  },
  gates: { status: 'PASSED', results: [passed] },
  review: {
    ...{ status: 'REVIEWED', riskScore: 1, securityFindings: 0, breakingChanges: 0, autoApprovable: true },
    filesUnseen: [],
  },
  trust: { level: 'L3', why: '' },
  autonomy: { PLAN: 'A4', FETCH: 'A4', GENERATE: 'A4', EXECUTE: 'A4', MERGE: 'A4', DEPLOY: 'A4' },
  controls: { killSwitch: null, freeze: null, quarantine: null },
  budget: { status: 'WITHIN', detail: '' },
  ...{
    containsRunning: true,
    triggersOff: [],
    limits: { riskScoreMax: 7, maxFiles: 10 },
    at: '2026-01-05T10:00:00.000Z',
  },
});

const signal = (kind: Facts['change']['signals'][number]['kind']) => ({ kind, files: [`${kind}.file`], detail: kind });
const GATES: readonly Facts['gates'][] = [
  { status: 'PASSED', results: [passed] },
  { status: 'PASSED', results: [] },
  { status: 'PASSED', results: [{ ...passed, status: 'SKIPPED' }] },
  { status: 'FAILED', results: [passed] },
  { status: 'CANCELLED', results: [] },
  { status: 'MISSING', results: [] },
];
const PROFILES = ['conservative', 'guarded', 'autonomous'] as const;
const HISTORY = [
  { previousResolutions: 6, rootCauseKnown: true },
  { previousResolutions: 2, rootCauseKnown: false },
  { previousResolutions: 0, rootCauseKnown: false },
];
/** Each takes one permission away. */
const LIMITS: readonly ((facts: Facts) => Facts)[] = [
  (facts) => facts,
  (facts) => ({ ...facts, trust: { ...facts.trust, level: 'L0' } }),
  (facts) => ({ ...facts, controls: { ...facts.controls, killSwitch: 'on' } }),
  (facts) => ({ ...facts, controls: { ...facts.controls, quarantine: 'once rolled back' } }),
  (facts) => ({ ...facts, containsRunning: false }),
  (facts) => ({ ...facts, canaryPower: { status: 'UNDERPOWERED', detail: '' } }),
  (facts) => ({ ...facts, change: { ...facts.change, rollback: { class: 'CONTRACT', why: '' } } }),
];

const FEW_KINDS = ['docs', 'tests', 'auth'] as const;

/**
 * Facts over which every route comes up: gates, profiles, history, permissions and each kind of signal, in product. Where
 * the gates did not pass, one history and three kinds stand for all.
 */
export function* factsGrid(): Generator<Facts> {
  for (const [i, gates] of GATES.entries())
    for (const profile of PROFILES)
      for (const history of i === 0 ? HISTORY : HISTORY.slice(0, 1))
        for (const limit of LIMITS)
          for (const kind of i === 0 ? signalKindSchema.options : FEW_KINDS)
            yield limit({
              ...HARMLESS,
              ...{ gates, profile, issue: { ...HARMLESS.issue, ...history } },
              change: { ...HARMLESS.change, signals: [signal(kind)] },
            });
}
