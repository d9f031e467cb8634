import { describe, expect, it } from '@jest/globals';
import type { Route } from '../../../core/contracts/verdict.ts';
import { verdictSchema } from '../../../core/contracts/verdict.ts';
import { decide } from '../../../core/decide/decide.ts';
import { shippedPolicies } from '../policy/policy-files.ts';
import { buildFacts, type FactsChange, passed, signals } from './facts-builder.ts';

const windowed: FactsChange['issue'] = {
  previousResolutions: 6,
  rootCauseKnown: false,
  preventionKnown: false,
  solutionLength: 0,
};
const failed = { ...passed('lint'), status: 'FAILED' as const };

describe('route', () => {
  it.each<[string, FactsChange, Route]>([
    ['K1 guarded: everything right', {}, 'AUTONOMOUS'],
    ['K1 conservative: a person for everything', { profile: 'conservative' }, 'HUMAN'],
    ['K1 autonomous: LOW', { profile: 'autonomous' }, 'AUTONOMOUS'],
    ['K1 guarded: MEDIUM', { change: { signals: signals('source') } }, 'HUMAN'],
    ['K1 autonomous: MEDIUM at L3', { profile: 'autonomous', change: { signals: signals('source') } }, 'AUTONOMOUS'],
    [
      'K1 autonomous: MEDIUM at L2',
      { profile: 'autonomous', change: { signals: signals('source') }, trust: { level: 'L2' } },
      'HUMAN',
    ],
    ['K1 guarded: LOW at L2', { trust: { level: 'L2' } }, 'AUTONOMOUS'],
    ['K1 guarded: LOW at L1', { trust: { level: 'L1' } }, 'HUMAN'],
    ['K1 autonomous: HIGH', { profile: 'autonomous', change: { signals: signals('payments') } }, 'HUMAN'],
    ['K12 level A3', { autonomy: { DEPLOY: 'A3' } }, 'HUMAN'],
    ['001-55 confidence 75, guarded', { issue: windowed }, 'CANCEL_WINDOW'],
    ['001-55 confidence 75, autonomous', { profile: 'autonomous', issue: windowed }, 'CANCEL_WINDOW'],
    ['001-32, K10 confidence 75, conservative', { profile: 'conservative', issue: windowed }, 'HUMAN'],
    ['001-56 confidence 65', { issue: { ...windowed, previousResolutions: 2 } }, 'HUMAN'],
    ['001-57 confidence 30', { issue: { ...windowed, previousResolutions: 1, domain: 'security-issues' } }, 'HUMAN'],
    ['no signal at all is not LOW', { change: { signals: [] } }, 'HUMAN'],
    ['000-15 gates failed', { gates: { status: 'FAILED', results: [failed] } }, 'REJECT'],
    [
      'a run that says PASSED over a failed result',
      { gates: { status: 'PASSED', results: [passed(), failed] } },
      'REJECT',
    ],
    ['a missing gate result is a failed gate', { gates: { status: 'PASSED', results: [] } }, 'REJECT'],
    ['gates missing', { gates: { status: 'MISSING', results: [] } }, 'REJECT'],
    ['gates cancelled', { gates: { status: 'CANCELLED', results: [passed()] } }, 'REJECT'],
    ['kill switch', { controls: { killSwitch: 'incident 4' } }, 'REJECT'],
    ['freeze', { controls: { freeze: 'year end' } }, 'REJECT'],
    ['quarantine', { controls: { quarantine: 'rolled back yesterday' } }, 'REJECT'],
    ['an empty reason is a reason', { controls: { killSwitch: '' } }, 'REJECT'],
    ['newer code in production', { containsRunning: false }, 'REJECT'],
    ['003-33 budget used up', { budget: { status: 'EXHAUSTED', detail: '500 USD' } }, 'HUMAN'],
    [
      'docs only, conservative (003-13)',
      { profile: 'conservative', change: { signals: signals('docs') } },
      'AUTONOMOUS',
    ],
    [
      'docs only, by a newcomer',
      {
        profile: 'conservative',
        change: { signals: signals('docs') },
        issue: { ...windowed, previousResolutions: 0 },
        trust: { level: 'L0' },
        autonomy: { DEPLOY: 'A0', MERGE: 'A3' },
      },
      'AUTONOMOUS',
    ],
    ['003-10 docs only, MERGE at A2', { change: { signals: signals('docs') }, autonomy: { MERGE: 'A2' } }, 'HUMAN'],
    [
      'docs only, not reviewed',
      {
        profile: 'conservative',
        change: { signals: signals('docs') },
        review: { status: 'UNAVAILABLE', riskScore: null },
      },
      'HUMAN',
    ],
    [
      'docs only, gates failed',
      { change: { signals: signals('docs') }, gates: { status: 'FAILED', results: [failed] } },
      'REJECT',
    ],
    [
      'docs only, security domain',
      { change: { signals: signals('docs') }, issue: { domain: 'security-issues' } },
      'HUMAN',
    ],
  ])('%s', (_, change, route) => {
    const verdict = decide(buildFacts(change), shippedPolicies);
    expect(verdict.route).toBe(route);
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
    expect(verdict.next === 'REJECT').toBe(route === 'REJECT');
    expect(verdict.triggers.length > 0 || route !== 'HUMAN').toBe(true);
    expect(verdict.policies.length).toBeGreaterThan(0);
  });

  it('K25 names what is skipped and why, for docs only', () => {
    const verdict = decide(buildFacts({ change: { signals: signals('docs') } }), shippedPolicies);
    expect(verdict.next).toBe('RECORD_ONLY');
    expect(verdict.plan).toMatchObject({ kind: 'RECORD_ONLY' });
    if (verdict.plan.kind !== 'RECORD_ONLY') throw new Error('unreachable');
    for (const step of ['staging', 'canary', 'time-lock', 'rollout']) expect(verdict.plan.skipped).toContain(step);
    expect(verdict.plan.why).toContain('documentation');
  });

  it('a docs signal beside another one is rolled out', () => {
    const verdict = decide(buildFacts({ change: { signals: signals('docs', 'tests') } }), shippedPolicies);
    expect(verdict.next).toBe('ROLL_OUT');
  });
});
