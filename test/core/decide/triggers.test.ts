import { describe, expect, it } from '@jest/globals';
import { decide } from '../../../core/decide/decide.ts';
import { TRIGGERS } from '../../../core/decide/triggers.ts';
import { policyFiles, shippedPolicies } from '../policy/policy-files.ts';
import { buildFacts, type FactsChange, signals } from './facts-builder.ts';

const rows: [string, string, FactsChange, boolean][] = [
  ['001-31', 'first-time-resolution', { issue: { previousResolutions: 0 } }, false],
  [
    '001-32',
    'low-confidence',
    { profile: 'conservative', issue: { rootCauseKnown: false, preventionKnown: false } },
    true,
  ],
  ['001-33', 'many-files', { change: { files: 11 } }, false],
  ['001-34', 'schema-change', { change: { signals: signals('schema-change') } }, false],
  ['001-35', 'security-domain', { issue: { domain: 'security-issues' } }, true],
  ['K24', 'security-domain', { change: { signals: signals('auth') } }, true],
  ['002-52', 'new-external-integration', { change: { signals: signals('external-integration') } }, false],
  ['002-10', 'breaking-api', { review: { breakingChanges: 1 } }, false],
  ['002-52', 'breaking-api', { change: { signals: signals('breaking-api') } }, false],
  ['002-9', 'risk-score', { review: { riskScore: 7 } }, false],
  ['004-17', 'class-high', { change: { signals: signals('payments') } }, true],
  ['003-85', 'infrastructure-change', { change: { signals: signals('infrastructure') } }, false],
  ['000-15', 'review-unavailable', { review: { status: 'UNAVAILABLE', riskScore: null } }, true],
  ['a score of a review that is none', 'review-unavailable', { review: { status: 'UNAVAILABLE', riskScore: 1 } }, true],
  ['a review without a score', 'review-unavailable', { review: { status: 'REVIEWED', riskScore: null } }, true],
  ['coverage', 'review-partial', { review: { status: 'PARTIAL', filesUnseen: ['a.ts'] } }, false],
  ['002-13', 'model-asks', { review: { autoApprovable: false } }, false],
  ['K2', 'model-asks', { review: { securityFindings: 1 } }, false],
  ['003-11', 'autonomy-level', { autonomy: { DEPLOY: 'A3' } }, true],
  ['003-8', 'autonomy-level', { autonomy: { GENERATE: 'A1' } }, true],
  ['003-9', 'autonomy-level', { autonomy: { MERGE: 'A2' } }, true],
  [
    'K19',
    'unseen-sensitive',
    { review: { status: 'PARTIAL', filesUnseen: ['src/auth/login.ts'] }, triggersOff: ['review-partial'] },
    false,
  ],
  ['K19', 'underpowered-canary', { canaryPower: { status: 'UNDERPOWERED', detail: '12 requests' } }, false],
  ['K19', 'underpowered-canary', { canaryPower: { status: 'UNKNOWN', detail: 'no traffic' } }, false],
  ['001-40', 'rollback-unsafe', { change: { rollback: { class: 'CONTRACT', why: 'drops a column' } } }, true],
  ['001-40', 'rollback-unsafe', { change: { rollback: { class: 'DATA_REWRITE', why: 'UPDATE' } } }, true],
  ['001-40', 'rollback-unsafe', { change: { rollback: { class: 'EXTERNAL_CONTRACT', why: 'a route' } } }, true],
  ['004-48', 'trust-level', { trust: { level: 'L1' } }, true],
];

describe('human triggers (K19)', () => {
  it.each(rows)('%s %s asks for a person', (_, name, change) => {
    const verdict = decide(buildFacts(change), shippedPolicies);
    expect(verdict.triggers).toContain(name);
    expect(verdict.route).toBe('HUMAN');
  });

  it.each(rows)('%s %s can be turned off unless it is hard', (_, name, change, hard) => {
    const verdict = decide(
      buildFacts({ ...change, triggersOff: [name, ...(change.triggersOff ?? [])] }),
      shippedPolicies,
    );
    expect(verdict.triggers.includes(name)).toBe(hard);
    const group = verdict.because.children.find(({ rule }) => rule === 'triggers');
    const told = group?.children.find(({ rule }) => rule === (hard ? 'triggersOff' : name));
    expect(told).toMatchObject({
      status: 'NOTE',
      observed: expect.stringMatching(hard ? /cannot be turned off/ : /turned off/),
    });
  });

  it.each(TRIGGERS.map(({ name }) => [name]))('%s has a policy of its own, which is named when it decides', (name) => {
    expect(shippedPolicies.policies.get(`trigger-${name}`)?.file).toBe('triggers.cedar');
    const row = rows.find(([, trigger]) => trigger === name)!;
    expect(decide(buildFacts(row[2]), shippedPolicies).policies).toContain(`trigger-${name}`);
  });

  it('every trigger has a row here and a name in the policy schema', () => {
    const names = TRIGGERS.map(({ name }) => name);
    expect([...new Set(rows.map(([, name]) => name))].sort()).toEqual([...names].sort());
    const schema = /entity Trigger enum \[([^\]]*)\]/.exec(policyFiles['schema.cedarschema'] ?? '')?.[1] ?? '';
    expect([...schema.matchAll(/"([^"]+)"/g)].map(([, name]) => name)).toEqual(names);
  });

  it('does not fire one below the limits: 10 files, score 6.9', () => {
    const verdict = decide(buildFacts({ change: { files: 10 }, review: { riskScore: 6.9 } }), shippedPolicies);
    expect(verdict.triggers).toEqual([]);
  });

  it('tells an unknown name in triggersOff and changes nothing by it', () => {
    const verdict = decide(buildFacts({ triggersOff: ['class-hihg'] }), shippedPolicies);
    expect(JSON.stringify(verdict.because)).toContain('class-hihg\\" is no trigger');
    expect(verdict.route).toBe('AUTONOMOUS');
  });

  it('names sensitive unseen files first', () => {
    const filesUnseen = ['a.ts', 'b.ts', 'src/auth/login.ts'];
    const verdict = decide(buildFacts({ review: { status: 'PARTIAL', filesUnseen } }), shippedPolicies);
    const triggers = verdict.because.children.find(({ rule }) => rule === 'triggers')?.children;
    expect(triggers?.find(({ rule }) => rule === 'review-partial')?.observed).toBe(
      '3 files not seen whole, 1 of them sensitive: src/auth/login.ts, a.ts, b.ts',
    );
  });
});
