import { textField } from '../audit/payload-field.ts';
import type { AuditRecord } from '../contracts/audit-record.ts';
import type { Component } from '../contracts/budget.ts';
import { delegationsOf, shiftResult } from './delegations.ts';

export type IncidentKind = 'canary' | 'production' | 'rollbackFailed' | 'errored';
/** Harm of a release, and the components that it was delegated to: each is charged an equal share. */
export type Incident = { readonly kind: IncidentKind; readonly components: readonly Component[] };

/** They look at a version before real traffic does. */
const BEFORE_TRAFFIC: readonly Component[] = [
  'static-analysis',
  'security-scanner',
  'code-reviewer',
  'tests',
  'fuzzer',
  'staging-deploy',
];

/**
 * The harm that a release did, read off its records. Harm to the canary's share of the traffic is charged to all who
 * had let the version through before, in equal shares since nobody knows which of them should have seen it (000-39);
 * harm behind the canary to the analysis that had passed it (000-41), or to the production deploy where it went on
 * without that proof (000-43); traffic that could not be given back to the production deploy; an end without a decision
 * to the orchestrator (000-42).
 */
export function incidentsOf(records: readonly AuditRecord[]): readonly Incident[] {
  const delegated = delegationsOf(records);
  const results = (phases: readonly string[]) => phases.map((phase) => shiftResult(records, phase));
  const outcome = textField(records.findLast(({ event }) => event === 'release.closed')?.payload, 'outcome');
  const before = BEFORE_TRAFFIC.filter((component) => delegated.has(component));
  const incident = (kind: IncidentKind, ...components: readonly Component[]): Incident => ({ kind, components });
  return [
    ...(results(['CANARY']).includes('FAILED')
      ? [incident('canary', ...(before.length > 0 ? before : (['orchestrator'] as const)))]
      : []),
    ...(results(['ROLLOUT', 'WATCH']).includes('FAILED')
      ? [incident('production', delegated.has('canary-analysis') ? 'canary-analysis' : 'production-deploy')]
      : []),
    ...(outcome === 'ROLLBACK_FAILED' || results(['CANARY', 'ROLLOUT', 'WATCH']).includes('ROLLBACK_FAILED')
      ? [incident('rollbackFailed', 'production-deploy')]
      : []),
    ...(outcome === 'ERRORED' ? [incident('errored', 'orchestrator')] : []),
  ];
}
