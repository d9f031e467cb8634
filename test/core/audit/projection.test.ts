import { describe, expect, it } from '@jest/globals';
import { chain } from '../../../core/audit/chain.ts';
import { deploymentsOf } from '../../../core/audit/projection.ts';
import type { AuditRecord, Json } from '../../../core/contracts/audit-record.ts';
import { auditEntry, auditHead } from '../../contracts/samples.ts';
import { A, B, C, chained } from './a-log.ts';

type Fact = readonly [seconds: number, event: string, payload: Json, rationale?: string];

function recordsOf(facts: readonly Fact[]): AuditRecord[] {
  const records: AuditRecord[] = [];
  for (const [seconds, event, payload, rationale = ''] of facts) {
    const entry = auditEntry(A, `${event}-${seconds}`, { event, payload, rationale });
    const at = Date.parse('2025-10-31T13:00:00.000Z') + seconds * 1000;
    records.push(chain(records.at(-1) ?? null, auditHead, entry, at, '0.1.0'));
  }
  return records;
}
const gate = (name: string, status: string) => ({ gate: name, status });
const of = (...facts: Fact[]) => deploymentsOf(recordsOf(facts))[0]!;
const deployed: readonly Fact[] = [
  [0, 'release.opened', { files: ['src/config.ts', 'README.md'] }, 'Credential exposure prevention'],
  [60, 'gates.ended', { status: 'PASSED', results: ['unit-tests', 'secrets', 'lint'].map((g) => gate(g, 'PASSED')) }],
  [61, 'decision.made', { route: 'HUMAN', confidence: 92, riskClass: 'LOW' }],
  [300, 'shift.started', { phase: 'STAGING' }],
  [600, 'shift.ended', { phase: 'STAGING', result: 'PASSED' }],
  [1300, 'shift.ended', { phase: 'CANARY', result: 'PASSED' }],
  [2000, 'shift.started', { phase: 'ROLLOUT' }],
  [2600, 'shift.ended', { phase: 'ROLLOUT', result: 'PASSED' }],
  [2601, 'shift.started', { phase: 'WATCH' }],
  [4401, 'shift.ended', { phase: 'WATCH', result: 'PASSED' }],
  [4410, 'release.closed', { outcome: 'DEPLOYED' }],
];

describe('deploymentsOf: the deployment log of 001-71 to 001-77', () => {
  it('fills every field that the records tell', () => {
    expect(of(...deployed)).toEqual({
      deploymentId: 'auto-deploy-20251031-001',
      timestamp: '2025-10-31T13:00:00.000Z',
      releaseId: A,
      issue: { id: 'branch/faster', title: 'Credential exposure prevention', domain: null, severity: null },
      resolution: {
        goalId: null,
        specPath: null,
        workflowName: null,
        tasksCompleted: null,
        filesModified: ['src/config.ts', 'README.md'],
      },
      validation: { testsPass: true, securityScanPass: true, codeQualityPass: true },
      staging: {
        deployed: true,
        deploymentTime: '2025-10-31T13:05:00.000Z',
        validationPassed: true,
        monitoringDuration: 300,
      },
      production: {
        deployed: true,
        deploymentTime: '2025-10-31T13:33:20.000Z',
        confidenceScore: 0.92,
        approvalRequired: true,
        monitoringDuration: 1800,
        rollbackOccurred: false,
      },
      outcome: {
        success: true,
        totalTime: 4410,
        timeToProduction: 2600,
        timeToConfirmed: 4401,
        issueResolved: null,
        preventionAdded: null,
      },
    });
  });

  it('leaves null what is not known, and reads nothing good into it', () => {
    const unknown = of([0, 'release.opened', { files: 3 }]);
    expect(unknown.validation).toEqual({ testsPass: null, securityScanPass: null, codeQualityPass: null });
    expect(unknown.staging).toEqual({
      deployed: null,
      deploymentTime: null,
      validationPassed: null,
      monitoringDuration: null,
    });
    expect(unknown.production).toMatchObject({
      deployed: null,
      confidenceScore: null,
      approvalRequired: null,
      rollbackOccurred: null,
    });
    expect(unknown.outcome).toMatchObject({ success: null, totalTime: null, timeToProduction: null });
    expect(unknown.resolution.filesModified).toBeNull();
  });

  it.each<[string, Json]>([
    ['null', null],
    ['a list', [1, 2]],
    ['text', 'x'],
    [
      'wrong types',
      { files: { a: 1 }, status: 3, results: 'x', route: 1, confidence: '92', phase: 4, result: {}, outcome: [] },
    ],
    ['a list of wrong things', { results: [null, 3, 'test'], files: [1] }],
  ])('survives payloads that are %s', (_, payload) => {
    const result = of(...deployed.map(([s, event]) => [s, event, payload] as const));
    expect(result.outcome.success).toBeNull();
    expect(result.validation.testsPass).toBeNull();
    expect(result.resolution.filesModified).toBeNull();
  });

  it('a kind of gate passes only when every gate of it passed', () => {
    const results = [gate('unit-tests', 'PASSED'), gate('e2e-tests', 'SKIPPED'), gate('secrets', 'FAILED')];
    const { validation } = of([0, 'gates.ended', { status: 'FAILED', results }]);
    expect(validation).toEqual({ testsPass: false, securityScanPass: false, codeQualityPass: null });
  });

  it('knows a rollback by its outcome or by a shift', () => {
    const rolledBack = of([0, 'release.opened', {}], [9, 'release.closed', { outcome: 'ROLLED_BACK' }]);
    expect(rolledBack).toMatchObject({ production: { rollbackOccurred: true }, outcome: { success: false } });
    expect(of([0, 'shift.ended', { phase: 'CANARY', result: 'FAILED' }]).production.rollbackOccurred).toBe(true);
    expect(of([0, 'shift.ended', { phase: 'STAGING', result: 'FAILED' }]).production.rollbackOccurred).toBeNull();
  });

  it('names files by the signals only when those name all of them', () => {
    const signals = [{ files: ['a', 'b'] }, { files: ['b'] }];
    expect(of([0, 'release.opened', { files: 2, signals }]).resolution.filesModified).toEqual(['a', 'b']);
    expect(of([0, 'release.opened', { files: 3, signals }]).resolution.filesModified).toBeNull();
  });

  it('numbers the releases of a UTC day', () => {
    const log = [...chained(A, 2), ...chained(B, 1, 5), ...chained(C, 3, 24 * 60)];
    expect(deploymentsOf(log).map((d) => [d.deploymentId, d.releaseId])).toEqual([
      ['auto-deploy-20260105-001', A],
      ['auto-deploy-20260105-002', B],
      ['auto-deploy-20260106-001', C],
    ]);
    expect(deploymentsOf([])).toEqual([]);
  });
});
