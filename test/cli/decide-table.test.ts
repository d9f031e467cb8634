import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Facts, Profile } from '../../core/contracts/facts.ts';
import type { Route, Verdict } from '../../core/contracts/verdict.ts';
import { buildFacts, passed, signals, type FactsChange } from '../core/decide/facts-builder.ts';
import { runCliBatch, type CliResult } from '../support/run-cli.ts';

const [C, G, A] = ['conservative', 'guarded', 'autonomous'] as const;
const failed = { ...passed('lint'), status: 'FAILED' as const };
const strong: Facts['gates'] = {
  status: 'PASSED',
  results: [
    { ...passed(), category: 'test' },
    { ...passed('lcov'), category: 'coverage' },
  ],
};
/** Confidence 75: in the cancel window. */
const windowed: FactsChange['issue'] = { rootCauseKnown: false, preventionKnown: false, solutionLength: 0 };
/** Levels by the profile, none named in the config. */
const byProfile = { autonomy: {} };
const MEDIUM = { change: { signals: signals('source') } };

/** Requirement, profile, what is different from a harmless change, route, and what must be among those that ask. */
type Row = readonly [string, Profile, FactsChange, Route, string?];
const ROWS: readonly Row[] = [
  ['K1', C, {}, 'HUMAN', 'profile-conservative'],
  ['K1', G, {}, 'AUTONOMOUS'],
  ['K1', G, MEDIUM, 'HUMAN', 'profile-guarded'],
  ['K1', A, MEDIUM, 'AUTONOMOUS'],
  ['K1', A, { change: { signals: signals('payments') } }, 'HUMAN', 'class-high'],
  ['000-25', C, { trust: { level: 'L3' } }, 'HUMAN'],
  ['000-15', A, { gates: { status: 'FAILED', results: [failed] } }, 'REJECT'],
  ['K12', G, { trust: { level: 'L1' } }, 'HUMAN', 'trust-level'],
  ['K12', G, { autonomy: { DEPLOY: 'A3' } }, 'HUMAN', 'autonomy-level'],
  ['K12', G, { tier: 'critical' }, 'AUTONOMOUS'],
  ['K12', G, { controls: { freeze: 'year end' } }, 'REJECT'],
  ['K12', G, { controls: { killSwitch: 'incident' } }, 'REJECT'],
  ['K12', G, { controls: { quarantine: 'rolled back' } }, 'REJECT'],
  ['K12', G, { review: { status: 'PARTIAL', filesUnseen: ['a.ts'] } }, 'HUMAN', 'review-partial'],
  ['003-6', G, { autonomy: { ...buildFacts().autonomy, PLAN: 'A1' } }, 'HUMAN', 'autonomy-level'],
  ['003-7', A, { autonomy: { EXECUTE: 'A0' } }, 'HUMAN', 'autonomy-level'],
  ['003-8', A, { autonomy: { GENERATE: 'A1' } }, 'HUMAN', 'autonomy-level'],
  ['003-9', A, { autonomy: { MERGE: 'A2' } }, 'HUMAN', 'autonomy-level'],
  ['003-10', C, { ...byProfile, change: { signals: signals('docs') } }, 'AUTONOMOUS'],
  ['003-10', C, { autonomy: { MERGE: 'A2' }, change: { signals: signals('docs') } }, 'HUMAN', 'autonomy-level'],
  ['003-11', A, { autonomy: { DEPLOY: 'A3' } }, 'HUMAN', 'autonomy-level'],
  ['003-12', A, { ...byProfile, budget: { status: 'EXHAUSTED', detail: 'month' } }, 'HUMAN', 'budget'],
  ['003-13', C, { ...byProfile, change: { signals: signals('feature-flag') } }, 'HUMAN', 'profile-conservative'],
  ['003-14', G, { ...byProfile, gates: strong }, 'AUTONOMOUS'],
  ['003-14', G, byProfile, 'HUMAN', 'autonomy-level'],
  ['003-15', A, { ...byProfile, ...MEDIUM }, 'AUTONOMOUS'],
  [
    '003-15',
    A,
    { ...byProfile, change: { signals: signals('source', 'external-integration') } },
    'HUMAN',
    'autonomy-level',
  ],
  ['001-31', G, { issue: { previousResolutions: 0 } }, 'HUMAN', 'first-time-resolution'],
  ['001-32', C, { issue: windowed }, 'HUMAN', 'low-confidence'],
  ['001-33', G, { change: { files: 11 } }, 'HUMAN', 'many-files'],
  ['001-34', G, { change: { signals: signals('schema-change') } }, 'HUMAN', 'schema-change'],
  ['001-35', G, { issue: { domain: 'security-issues' } }, 'HUMAN', 'security-domain'],
  ['001-36', C, { issue: { previousResolutions: 6 } }, 'HUMAN'],
  ['001-54', G, { issue: { previousResolutions: 6 } }, 'AUTONOMOUS'],
  ['001-55', G, { issue: windowed }, 'CANCEL_WINDOW'],
  ['001-56', G, { issue: { ...windowed, previousResolutions: 2 } }, 'HUMAN', 'low-confidence'],
  [
    '001-57',
    G,
    { issue: { ...windowed, previousResolutions: 1, domain: 'security-issues' } },
    'HUMAN',
    'low-confidence',
  ],
  ['002-3', G, { review: { riskScore: 7 } }, 'HUMAN', 'risk-score'],
  ['002-43', A, { change: { signals: signals('tests') } }, 'AUTONOMOUS'],
  ['002-52', G, { change: { signals: signals('external-integration') } }, 'HUMAN', 'new-external-integration'],
  ['002-52', G, { change: { signals: signals('breaking-api') } }, 'HUMAN', 'breaking-api'],
  ['003-85', G, { change: { signals: signals('infrastructure') } }, 'HUMAN', 'infrastructure-change'],
  ['004-17', G, { change: { signals: signals('auth') } }, 'HUMAN', 'class-high'],
  ['K13', G, { change: { signals: signals('config-nonprod') } }, 'AUTONOMOUS'],
  ['K13', G, { change: { signals: signals('config-runtime') } }, 'HUMAN', 'profile-guarded'],
  ['K13', A, { change: { signals: signals('config-ci') } }, 'HUMAN', 'class-high'],
  ['K19', G, { review: { status: 'PARTIAL', filesUnseen: ['src/auth/a.ts'] } }, 'HUMAN', 'unseen-sensitive'],
  ['K19', G, { canaryPower: { status: 'UNDERPOWERED', detail: '12 requests' } }, 'HUMAN', 'underpowered-canary'],
  ['K19', G, { change: { files: 11 }, triggersOff: ['many-files'] }, 'AUTONOMOUS'],
  ['001-40', A, { change: { rollback: { class: 'CONTRACT', why: 'drops a column' } } }, 'HUMAN', 'rollback-unsafe'],
  ['004-46', A, { trust: { level: 'L0' } }, 'HUMAN', 'trust-level'],
  ['004-47', A, { trust: { level: 'L1' } }, 'HUMAN', 'trust-level'],
  ['004-48', G, { trust: { level: 'L2' } }, 'AUTONOMOUS'],
  ['004-48', A, { ...MEDIUM, trust: { level: 'L2' } }, 'HUMAN', 'trust-level'],
  ['004-49', A, { ...MEDIUM, trust: { level: 'L3' } }, 'AUTONOMOUS'],
  ['003-33', G, { budget: { status: 'EXHAUSTED', detail: '100 USD of this run' } }, 'HUMAN', 'budget'],
  ['K22', A, { budget: { status: 'EXHAUSTED', detail: 'month' } }, 'HUMAN', 'budget'],
];

describe('interlock decide --facts FILE --profile P', () => {
  let answers: readonly CliResult[];
  beforeAll(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'interlock-decide-'));
    const commands = ROWS.map(([, profile, change], i) => {
      const file = path.join(folder, `${i}.json`);
      // The profile on the command line counts, not the one in the file.
      const facts = buildFacts({ ...change, profile: 'conservative' });
      const named = change.autonomy === byProfile.autonomy ? {} : facts.autonomy;
      writeFileSync(file, JSON.stringify({ ...facts, autonomy: named }));
      return ['decide', '--facts', file, '--profile', profile];
    });
    answers = await runCliBatch(commands, folder);
    rmSync(folder, { recursive: true });
  }, 60_000);

  it.each(ROWS.map((row, i) => [row[0], row[1], JSON.stringify(row[2]).slice(0, 100), i] as const))(
    '%s %s %s',
    (requirement, profile, _, i) => {
      const [, , , route, asks] = ROWS[i]!;
      const verdict = JSON.parse(answers[i]!.stdout) as Verdict;
      expect({ requirement, profile, route: verdict.route, code: answers[i]!.code }).toEqual({
        requirement,
        profile,
        route,
        code: route === 'REJECT' ? 1 : 0,
      });
      if (asks !== undefined) expect(verdict.triggers).toContain(asks);
      if (route === 'AUTONOMOUS') expect(verdict.triggers).toEqual([]);
    },
  );

  it('each input of K12 is a node of the tree, whatever it says', () => {
    const tree = (JSON.parse(answers[1]!.stdout) as Verdict).because;
    const rules = new Set<string>();
    const walk = (node: typeof tree): void => {
      rules.add(node.rule);
      node.children.forEach(walk);
    };
    walk(tree);
    const inputs = [
      'gates',
      'review',
      'coverage',
      'risk',
      'confidence',
      'trust',
      'autonomy',
      'tier',
      'profile-guarded',
    ];
    const controls = ['kill-switch', 'freeze', 'quarantine', 'budget', 'rollback-safety', 'canary-power'];
    const actions = ['PLAN', 'FETCH', 'GENERATE', 'EXECUTE', 'MERGE', 'DEPLOY'];
    for (const rule of [...inputs, ...controls, ...actions]) expect([...rules]).toContain(rule);
    // 000-29, 000-30
    expect([...rules]).toContain('human → orchestrator → reviewer');
  });

  it('the rows cover every requirement that the decision is made from', () => {
    const range = (document: string, from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => `${document}-${from + i}`);
    const wanted = [
      ...['K1', 'K12', 'K13', 'K19', 'K22', '002-52', '003-33', '003-85', '004-17'],
      ...[...range('001', 31, 36), ...range('003', 6, 15), ...range('004', 46, 49)],
    ];
    const covered = new Set(ROWS.map(([requirement]) => requirement));
    expect(wanted.filter((requirement) => !covered.has(requirement))).toEqual([]);
  });
});
