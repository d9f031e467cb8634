import { describe, expect, it } from '@jest/globals';
import type { Facts, SignalKind } from '../../../core/contracts/facts.ts';
import { routeSchema, type Route } from '../../../core/contracts/verdict.ts';
import { autonomyLevels } from '../../../core/decide/autonomy-levels.ts';
import { codeRoute } from '../../../core/decide/code-route.ts';
import { confidenceOf, isSecurityDomain } from '../../../core/decide/confidence.ts';
import { autonomyNumber, TRUST_FOR, trustNumber } from '../../../core/decide/levels.ts';
import { planOf } from '../../../core/decide/plan-of.ts';
import { isLooser, policyRoute } from '../../../core/decide/policy-route.ts';
import { reasonNode } from '../../../core/decide/reason-node.ts';
import { situationOf } from '../../../core/decide/situation.ts';
import { buildFacts, passed, signals } from './facts-builder.ts';

const strong: Facts['gates'] = {
  status: 'PASSED',
  results: [
    { ...passed(), category: 'test' },
    { ...passed('lcov'), category: 'coverage' },
  ],
};
const WEAK = 'Staging-Aggressive: no passed test and coverage gates';

describe('where a level comes from is told (003-13..15)', () => {
  it.each<[Facts['profile'], SignalKind[], Partial<Facts['gates']>, string, string]>([
    ['conservative', ['docs', 'tests'], {}, 'A3', 'Prod-Conservative: documentation and tests'],
    ['conservative', ['tests'], {}, 'A3', 'Prod-Conservative: documentation and tests'],
    ['conservative', ['feature-flag'], {}, 'A4', 'Prod-Conservative: feature flags alone'],
    ['conservative', ['feature-flag', 'docs'], {}, 'A2', 'Prod-Conservative: everything else'],
    ['conservative', [], {}, 'A2', 'Prod-Conservative: everything else'],
    ['guarded', ['docs'], {}, 'A5', 'Staging-Aggressive: documentation'],
    ['guarded', ['docs', 'source'], strong, 'A4', 'Staging-Aggressive: strong tests'],
    ['guarded', ['source'], { ...strong, status: 'FAILED' }, 'A2', WEAK],
    ['guarded', ['source'], { results: strong.results.slice(0, 1) }, 'A2', WEAK],
    ['guarded', ['source'], { results: strong.results.slice(1) }, 'A2', WEAK],
    ['guarded', ['source'], { results: [strong.results[0]!, passed('x')] }, 'A2', WEAK],
    ['guarded', ['source'], { results: [passed('x'), strong.results[1]!] }, 'A2', WEAK],
    ['autonomous', ['source'], {}, 'A5', 'Exploration: within blast radius and budget'],
    ['autonomous', [], {}, 'A5', 'Exploration: within blast radius and budget'],
    ['autonomous', ['docs', 'external-integration'], {}, 'A2', 'Exploration: calls an outside service'],
  ])('%s %j %j: %s, %s', (profile, kinds, gates, level, why) => {
    const facts = buildFacts({ profile, change: { signals: signals(...kinds) }, gates });
    const levels = autonomyLevels({ ...facts, autonomy: {} });
    const all = Object.fromEntries(
      ['PLAN', 'FETCH', 'GENERATE', 'EXECUTE', 'MERGE', 'DEPLOY'].map((action) => [action, { level, why }]),
    );
    expect(levels).toEqual(all);
  });
});

it('levels as numbers, and the trust that each class takes (K1)', () => {
  expect((['L0', 'L1', 'L2', 'L3'] as const).map(trustNumber)).toEqual([0, 1, 2, 3]);
  expect((['A0', 'A1', 'A2', 'A3', 'A4', 'A5'] as const).map(autonomyNumber)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(TRUST_FOR).toEqual({ LOW: 'L2', MEDIUM: 'L3', HIGH: 'L3' });
});

describe('the loosest route that the code leaves', () => {
  const route = (status: 'OK' | 'NOTE' | 'PERSON' | 'REJECT', confidence: number, kind: SignalKind = 'tests') => {
    const situation = situationOf(buildFacts({ change: { signals: signals(kind) } }));
    const groups = [reasonNode('a', 'OK', '', ''), reasonNode('b', status, '', '')];
    return codeRoute({ ...situation, confidence: { value: confidence, terms: [] } }, groups);
  };
  it.each<[Parameters<typeof route>, Route]>([
    [['OK', 90], 'AUTONOMOUS'],
    [['NOTE', 90], 'AUTONOMOUS'],
    [['NOTE', 89], 'CANCEL_WINDOW'],
    [['OK', 70], 'CANCEL_WINDOW'],
    [['OK', 69], 'HUMAN'],
    [['OK', 49], 'HUMAN'],
    [['PERSON', 95], 'HUMAN'],
    [['PERSON', 75], 'HUMAN'],
    [['REJECT', 95], 'REJECT'],
    [['REJECT', 10], 'REJECT'],
    [['OK', 0, 'docs'], 'AUTONOMOUS'],
    [['PERSON', 95, 'docs'], 'HUMAN'],
    [['REJECT', 95, 'docs'], 'REJECT'],
  ])('%j: %s', (args, expected) => expect(route(...args)).toBe(expected));

  it('the routes are ordered, and none is looser than itself', () => {
    const looser = routeSchema.options.map((a) => routeSchema.options.map((b) => isLooser(a, b)));
    expect(looser).toEqual([0, 1, 2, 3].map((a) => [0, 1, 2, 3].map((b) => a > b)));
  });
});

describe('the loosest route that code and policies both allow', () => {
  const WAYS = [
    { route: 'AUTONOMOUS', action: 'proceedWithoutPerson' },
    { route: 'CANCEL_WINDOW', action: 'proceedWithCancelWindow' },
    { route: 'HUMAN', action: 'proceedWithPerson' },
  ] as const;
  it.each<[Route, boolean[], Route]>([
    ['AUTONOMOUS', [true, true, true], 'AUTONOMOUS'],
    ['CANCEL_WINDOW', [true, true, true], 'CANCEL_WINDOW'],
    ['HUMAN', [true, true, true], 'HUMAN'],
    ['REJECT', [true, true, true], 'REJECT'],
    ['AUTONOMOUS', [false, true, true], 'CANCEL_WINDOW'],
    ['AUTONOMOUS', [false, false, true], 'HUMAN'],
    ['AUTONOMOUS', [false, false, false], 'REJECT'],
    ['HUMAN', [true, true, false], 'REJECT'],
  ])('the code leaves %s, the policies allow %j: %s', (ceiling, allowed, expected) => {
    const answers = WAYS.map((way, i) => ({ ...way, answer: { allowed: allowed[i]!, policies: [], reasons: [] } }));
    expect(policyRoute(answers, ceiling)).toBe(expected);
  });
});

describe('how far an old version may have its traffic back (K25)', () => {
  it.each([
    ['CODE_ONLY', 'WATCH'],
    ['EXPAND', 'WATCH'],
    ['CONTRACT', 'CANARY'],
    ['DATA_REWRITE', 'CANARY'],
    ['EXTERNAL_CONTRACT', 'CANARY'],
  ] as const)('%s: up to %s', (kind, lastSafe) => {
    const rollback = { class: kind, why: 'w' };
    expect(planOf({ signals: signals('source'), rollback })).toEqual({
      kind: 'ROLL_OUT',
      rollback: { ...rollback, lastSafe },
    });
  });
});

describe('the formula line by line (001-44..52)', () => {
  const terms = (over: Partial<Facts['issue']>, files: number) =>
    confidenceOf(buildFacts({ issue: over, change: { files } })).terms.map(
      ({ rule, points, applies, observed }) => `${applies ? '' : 'not '}${points} ${rule}: ${observed}`,
    );
  it('what counts', () => {
    const issue = { domain: ' Security-Issues', previousResolutions: 5, solutionLength: 101, estimatedEffort: 2.5 };
    expect(terms(issue, 6)).toEqual([
      '15 previous-resolutions-2: 5 earlier resolutions',
      '10 previous-resolutions-5: 5 earlier resolutions',
      '10 root-cause: root cause known',
      '10 prevention: prevention known',
      '10 solution-text: solution told in 101 characters',
      '-20 security-domain: domain " Security-Issues"',
      '-10 many-files: 6 files changed',
      '-10 effort: estimated effort 2.5',
    ]);
  });

  it('what does not', () => {
    const issue = {
      domain: 'security',
      previousResolutions: 1,
      rootCauseKnown: false,
      preventionKnown: false,
      solutionLength: 100,
      estimatedEffort: 2,
    };
    expect(terms(issue, 5)).toEqual([
      'not 15 previous-resolutions-2: 1 earlier resolutions',
      'not 10 previous-resolutions-5: 1 earlier resolutions',
      'not 10 root-cause: root cause not known',
      'not 10 prevention: prevention not known',
      'not 10 solution-text: solution told in 100 characters',
      'not -20 security-domain: domain "security"',
      'not -10 many-files: 5 files changed',
      'not -10 effort: estimated effort 2',
    ]);
  });

  it.each([
    ['security-issues', true],
    ['\tSECURITY-issues ', true],
    ['security-issues-2', false],
    ['', false],
  ])('001-35: %j is the security domain: %s', (domain, is) => expect(isSecurityDomain(domain)).toBe(is));
});

it('K25: documentation alone is recorded, and what is skipped is named', () => {
  expect(planOf({ signals: signals('docs'), rollback: { class: 'CONTRACT', why: 'w' } })).toEqual({
    kind: 'RECORD_ONLY',
    skipped: ['take-lock', 'staging', 'canary', 'time-lock', 'issue-permit', 'rollout', 'watch'],
    why: 'only documentation changed: no byte that runs is different, so there is nothing to try and nothing to shift',
  });
});
