import type { Facts, SignalKind } from '../../../core/contracts/facts.ts';
import { factsSchema } from '../../../core/contracts/facts.ts';
import type { GateResult } from '../../../core/contracts/gate-result.ts';

export type FactsChange = { readonly [K in keyof Facts]?: Facts[K] extends object ? Partial<Facts[K]> : Facts[K] };

export const passed = (gate = 'unit'): GateResult => ({
  gate,
  stage: 'tests',
  status: 'PASSED',
  summary: '12 tests passed',
  findings: [],
  seconds: 1,
});

export const signals = (...kinds: SignalKind[]): Facts['change']['signals'] =>
  kinds.map((kind) => ({ kind, files: [`${kind}.file`], detail: `shows ${kind}` }));

/**
 * The most harmless change there is: confidence 95, class LOW, everything passed, reviewed and trusted, profile guarded.
 * Each test takes something away.
 */
export function buildFacts(change: FactsChange = {}): Facts {
  const base = {
    version: 1,
    service: 'shop',
    tier: 'standard',
    profile: 'guarded',
    submittedBy: { id: 'builder-01', kind: 'AGENT', authenticated: true },
    change: {
      files: 2,
      linesAdded: 10,
      linesRemoved: 2,
      signals: signals('tests'),
      rollback: { class: 'CODE_ONLY', why: 'code alone' },
      authors: ['dev@example.com'],
      trailers: [],
    },
    issue: {
      domain: 'latency',
      previousResolutions: 6,
      rootCauseKnown: true,
      preventionKnown: true,
      solutionLength: 200,
      estimatedEffort: 1,
    },
    gates: { status: 'PASSED', results: [passed()] },
    review: {
      status: 'REVIEWED',
      riskScore: 1,
      securityFindings: 0,
      breakingChanges: 0,
      autoApprovable: true,
      filesUnseen: [],
    },
    trust: { level: 'L3', why: '600 changes' },
    autonomy: { PLAN: 'A4', FETCH: 'A4', GENERATE: 'A4', EXECUTE: 'A4', MERGE: 'A4', DEPLOY: 'A4' },
    controls: { killSwitch: null, freeze: null, quarantine: null },
    budget: { status: 'WITHIN', detail: '' },
    canaryPower: { status: 'ADEQUATE', detail: 'sees a rise of 0.5 points' },
    containsRunning: true,
    triggersOff: [],
    limits: { riskScoreMax: 7, maxFiles: 10 },
    at: '2026-01-05T10:00:00.000Z',
  };
  const merged = Object.fromEntries(
    Object.entries(base).map(([key, value]) => {
      const part = change[key as keyof FactsChange];
      if (part === undefined) return [key, value];
      const isRecord = typeof value === 'object' && !Array.isArray(value);
      return [key, isRecord ? { ...value, ...(part as object) } : part];
    }),
  );
  return factsSchema.parse(merged);
}
