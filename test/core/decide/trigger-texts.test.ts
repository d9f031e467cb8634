import { describe, expect, it } from '@jest/globals';
import { situationOf } from '../../../core/decide/situation.ts';
import { TRIGGERS } from '../../../core/decide/triggers.ts';
import { triggersReason } from '../../../core/decide/triggers-reason.ts';
import { buildFacts, type FactsChange, signals } from './facts-builder.ts';

type Name = (typeof TRIGGERS)[number]['name'];
const seen = (name: string, change: FactsChange) =>
  TRIGGERS.find((trigger) => trigger.name === name)?.fires(situationOf(buildFacts(change)));

/** The security domain aside, the formula gives steps of 5; these are on each side of a band. */
const bare = { rootCauseKnown: false, preventionKnown: false, solutionLength: 0 } as const;
const ISSUES = {
  65: { ...bare, previousResolutions: 2 },
  70: { ...bare, previousResolutions: 0, rootCauseKnown: true, preventionKnown: true },
  85: { ...bare, previousResolutions: 2, rootCauseKnown: true, preventionKnown: true },
} as const;
const at = (confidence: keyof typeof ISSUES): NonNullable<FactsChange['issue']> => ISSUES[confidence];
const many = (kind: 'auth' | 'schema-change', files: number) => ({
  change: { signals: [{ kind, files: Array.from({ length: files }, (_, i) => `${i}.x`), detail: '' }] },
});
const unseen = (...filesUnseen: string[]) => ({ review: { filesUnseen } });
const sensitive = (count: number) => Array.from({ length: count }, (_, i) => `auth${i}.ts`);

describe('what each trigger sees, on each side of its limit', () => {
  it.each<[Name, FactsChange, string | null]>([
    ['first-time-resolution', { issue: { previousResolutions: 1 } }, null],
    ['first-time-resolution', { issue: { previousResolutions: 0 } }, 'this kind of change was never made before'],
    ['low-confidence', { issue: at(70) }, null],
    ['low-confidence', { issue: at(65) }, 'confidence 65, below 70'],
    ['low-confidence', { profile: 'autonomous', issue: at(70) }, null],
    ['low-confidence', { profile: 'conservative', issue: at(85) }, 'confidence 85, below 90'],
    ['many-files', { change: { files: 10 } }, null],
    ['many-files', { change: { files: 11 } }, '11 files changed, more than 10'],
    ['schema-change', { change: { signals: signals('source') } }, null],
    ['schema-change', many('schema-change', 6), 'schema-change: 0.x, 1.x, 2.x, 3.x, 4.x'],
    [
      'schema-change',
      { change: { signals: signals('schema-change', 'docs', 'schema-change') } },
      'schema-change: schema-change.file; schema-change: schema-change.file',
    ],
    ['security-domain', {}, null],
    ['security-domain', { issue: { domain: 'security-issues' } }, 'domain security-issues'],
    ['security-domain', many('auth', 1), 'auth: 0.x'],
    ['new-external-integration', { change: { signals: signals('docs') } }, null],
    [
      'new-external-integration',
      { change: { signals: signals('external-integration') } },
      'external-integration: external-integration.file',
    ],
    ['breaking-api', {}, null],
    ['breaking-api', { review: { breakingChanges: 1 } }, 'the reviewer names 1 breaking changes'],
    ['breaking-api', { change: { signals: signals('breaking-api') } }, 'breaking-api: breaking-api.file'],
    ['risk-score', { review: { riskScore: 6.9 } }, null],
    ['risk-score', { review: { riskScore: null } }, null],
    ['risk-score', { review: { riskScore: null }, limits: { riskScoreMax: 0 } }, null],
    ['risk-score', { review: { riskScore: 7 } }, "the reviewer's score is 7, the limit 7"],
    ['class-high', { change: { signals: signals('source') } }, null],
    ['class-high', { change: { signals: signals('auth', 'docs', 'secret') } }, 'risk class HIGH by auth, secret'],
    ['infrastructure-change', {}, null],
    [
      'infrastructure-change',
      { change: { signals: signals('infrastructure') } },
      'infrastructure: infrastructure.file',
    ],
    ['review-unavailable', {}, null],
    ['review-unavailable', { review: { status: 'UNAVAILABLE' } }, 'no usable review of this change'],
    ['review-unavailable', { review: { riskScore: null } }, 'no usable review of this change'],
    ['review-partial', {}, null],
    ['review-partial', { review: { status: 'UNAVAILABLE', filesUnseen: ['a.ts'] } }, null],
    ['review-partial', { review: { status: 'PARTIAL' } }, '0 files not seen whole, 0 of them sensitive: '],
    ['review-partial', unseen('a.ts'), '1 files not seen whole, 0 of them sensitive: a.ts'],
    [
      'review-partial',
      unseen('a.ts', ...sensitive(10)),
      `11 files not seen whole, 10 of them sensitive: ${sensitive(10).join(', ')}`,
    ],
    ['model-asks', {}, null],
    ['model-asks', { review: { status: 'UNAVAILABLE', autoApprovable: false, securityFindings: 1 } }, null],
    ['model-asks', { review: { autoApprovable: false } }, 'the reviewer asks for a person'],
    ['model-asks', { review: { securityFindings: 1 } }, 'the reviewer names 1 security findings'],
    ['unseen-sensitive', unseen('a.ts'), null],
    ['unseen-sensitive', { review: { status: 'UNAVAILABLE', filesUnseen: sensitive(1) } }, null],
    [
      'unseen-sensitive',
      unseen('a.ts', ...sensitive(6)),
      `6 sensitive files not seen whole: ${sensitive(5).join(', ')}`,
    ],
    ['autonomy-level', {}, null],
    ['autonomy-level', { autonomy: { PLAN: 'A1', MERGE: 'A2' } }, 'PLAN is at A1, below A2; MERGE is at A2, below A3'],
    ['trust-level', { trust: { level: 'L2' } }, null],
    ['trust-level', { trust: { level: 'L1', why: '12 changes' } }, 'trust L1 for class LOW: 12 changes'],
    ['trust-level', { trust: { level: 'L3' }, change: { signals: signals('auth') } }, null],
    [
      'trust-level',
      { trust: { level: 'L2', why: 'w' }, change: { signals: signals('auth') } },
      'trust L2 for class HIGH: w',
    ],
    [
      'trust-level',
      { trust: { level: 'L2', why: 'w' }, change: { signals: signals('source') } },
      'trust L2 for class MEDIUM: w',
    ],
    ['underpowered-canary', {}, null],
    ['underpowered-canary', { canaryPower: { status: 'UNKNOWN', detail: 'no traffic' } }, 'UNKNOWN: no traffic'],
    ['rollback-unsafe', { change: { rollback: { class: 'EXPAND', why: 'adds' } } }, null],
    ['rollback-unsafe', { change: { signals: signals('docs'), rollback: { class: 'CONTRACT', why: 'drops' } } }, null],
    ['rollback-unsafe', { change: { rollback: { class: 'CONTRACT', why: 'drops' } } }, 'CONTRACT: drops'],
  ])('%s %j: %j', (name, change, expected) => expect(seen(name, change)).toBe(expected));

  it.each([
    ['conservative', 90, null],
    ['conservative', 89, 'confidence 89, below 90'],
    ['guarded', 70, null],
    ['guarded', 69, 'confidence 69, below 70'],
    ['autonomous', 69, 'confidence 69, below 70'],
  ] as const)('001-32, 001-55: low-confidence in profile %s at %i', (profile, value, expected) => {
    const situation = { ...situationOf(buildFacts({ profile })), confidence: { value, terms: [] } };
    expect(TRIGGERS.find(({ name }) => name === 'low-confidence')?.fires(situation)).toBe(expected);
  });
});

it('which triggers are hard and which are about deploying', () => {
  const names = (pick: 'hard' | 'aboutDeploying') => TRIGGERS.filter((t) => t[pick]).map(({ name }) => name);
  expect(names('hard')).toEqual([
    'low-confidence',
    'security-domain',
    'class-high',
    'review-unavailable',
    'autonomy-level',
    'trust-level',
    'rollback-unsafe',
  ]);
  expect(names('aboutDeploying')).toEqual([
    'first-time-resolution',
    'low-confidence',
    'trust-level',
    'underpowered-canary',
    'rollback-unsafe',
  ]);
});

describe('names in triggersOff that change nothing', () => {
  const notes = (...triggersOff: string[]) =>
    triggersReason(situationOf(buildFacts({ triggersOff })))
      .children.slice(TRIGGERS.length)
      .map(({ observed }) => observed);

  it('are told in order, each once; what may be turned off is not told', () => {
    expect(notes('zebra', 'class-high', 'many-files', 'ant', 'zebra')).toEqual([
      '"ant" is no trigger; it changes nothing',
      '"class-high" cannot be turned off; it changes nothing',
      '"zebra" is no trigger; it changes nothing',
    ]);
    expect(notes()).toEqual([]);
  });
});

it('each trigger by its name, and what it asks for, in the order in which they are told', () => {
  expect(TRIGGERS.map(({ name, required }) => [name, required])).toEqual([
    ['first-time-resolution', 'solved at least once before'],
    ['low-confidence', 'confidence 90, or 70 in a profile with a cancel window'],
    ['many-files', 'no more files than the limit'],
    ['schema-change', 'no change of a database schema'],
    ['security-domain', 'nothing of the security domain'],
    ['new-external-integration', 'no new outside service'],
    ['breaking-api', 'no breaking change of an API'],
    ['risk-score', "a reviewer's score below the limit"],
    ['class-high', 'risk class LOW or MEDIUM'],
    ['infrastructure-change', 'no change of infrastructure'],
    ['review-unavailable', 'a usable review'],
    ['review-partial', 'every changed file seen by the reviewer'],
    ['model-asks', 'a reviewer that finds no weakness and asks for nobody'],
    ['unseen-sensitive', 'every hunk of a sensitive path seen by the reviewer'],
    ['autonomy-level', 'levels at which nobody is asked'],
    ['trust-level', 'trust L2 for class LOW, L3 for MEDIUM'],
    ['underpowered-canary', 'a canary with traffic enough to show harm'],
    ['rollback-unsafe', 'a change that can be rolled back in every phase'],
  ]);
});

describe('a trigger that fires, as it is told', () => {
  const told = (name: Name, change: FactsChange) => {
    const tree = triggersReason(situationOf(buildFacts(change)));
    const { status, observed } = tree.children.find(({ rule }) => rule === name)!;
    return [tree.status, tree.observed, status, observed];
  };
  const many = { files: 11 };
  const NONE = 'no rule asks for a person';
  const ONE = '1 of 18 rules ask for a person';
  const docs = { ...many, signals: signals('docs') };
  it.each<[Name, FactsChange, string[]]>([
    ['many-files', {}, ['OK', NONE, 'OK', 'not the case']],
    ['many-files', { change: many }, ['PERSON', ONE, 'PERSON', '11 files changed, more than 10']],
    ['many-files', { change: docs }, ['PERSON', ONE, 'PERSON', '11 files changed, more than 10']],
    [
      'many-files',
      { change: many, triggersOff: ['many-files'] },
      ['NOTE', NONE, 'NOTE', '11 files changed, more than 10; turned off in the config'],
    ],
    [
      'trust-level',
      { trust: { level: 'L0', why: 'w' }, triggersOff: ['trust-level'] },
      ['PERSON', ONE, 'PERSON', 'trust L0 for class LOW: w'],
    ],
    [
      'trust-level',
      { trust: { level: 'L0', why: 'w' }, change: { signals: signals('docs') } },
      ['NOTE', NONE, 'NOTE', 'trust L0 for class LOW: w; does not count, nothing is deployed'],
    ],
  ])('%s %j: %j', (name, change, expected) => expect(told(name, change)).toEqual(expected));
});
