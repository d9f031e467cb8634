import { describe, expect, it } from '@jest/globals';
import { signalKindSchema } from '../../../core/contracts/facts.ts';
import type { GateResult } from '../../../core/contracts/gate-result.ts';
import type { Reason } from '../../../core/contracts/reason.ts';
import { reasonSchema } from '../../../core/contracts/reason.ts';
import { decide } from '../../../core/decide/decide.ts';
import { plainText } from '../../../core/decide/plain-text.ts';
import { compilePolicies } from '../../../core/policy/compile-policies.ts';
import { policyFiles, shippedPolicies } from '../policy/policy-files.ts';
import { buildFacts, passed, signals } from './facts-builder.ts';

const gate = (name: string, findings: GateResult['findings']): GateResult => ({
  ...passed(name),
  status: 'FAILED',
  summary: 'it said no',
  findings,
});
const leaves = (node: Reason): Reason[] => (node.children.length === 0 ? [node] : node.children.flatMap(leaves));

describe('tree of reasons', () => {
  it('is the same to the byte for the same facts', () => {
    const facts = buildFacts({ change: { signals: signals('auth', 'source') } });
    expect(JSON.stringify(decide(facts, shippedPolicies))).toBe(JSON.stringify(decide(facts, shippedPolicies)));
  });

  it('has its groups in one order', () => {
    expect(decide(buildFacts(), shippedPolicies).because.children.map(({ rule }) => rule)).toEqual([
      'gates',
      'review',
      'risk',
      'confidence',
      'trust',
      'autonomy',
      'tier',
      'rollout',
      'triggers',
      'controls',
      'profile',
      'policy',
    ]);
  });

  it('004-39 names each failed gate with file and line', () => {
    const findings: GateResult['findings'] = [
      {
        category: 'secret',
        severity: 'error',
        rule: 'aws-key',
        message: 'AKIA… (20)',
        file: 'config/app.json',
        line: 7,
      },
    ];
    const verdict = decide(
      buildFacts({ gates: { status: 'FAILED', results: [passed(), gate('secrets', findings)] } }),
      shippedPolicies,
    );
    const node = verdict.because.children[0]?.children.find(({ rule }) => rule === 'gate secrets');
    expect(node).toMatchObject({
      status: 'REJECT',
      children: [{ rule: 'aws-key', observed: 'config/app.json:7: AKIA… (20)' }],
    });
    expect(verdict.policies).toContain('gates-not-passed');
  });

  it('is bounded and plain, whatever the gates print', () => {
    const finding = {
      category: 'other' as const,
      severity: 'error' as const,
      rule: 'r\u001b[31m'.padEnd(200, 'x'),
      message: '\u202e\n'.padEnd(2000, 'm'),
      file: '\r'.padEnd(500, 'f'),
      line: 1,
    };
    const results = Array.from({ length: 200 }, (_, i) =>
      gate(
        `g${i}`,
        Array.from({ length: 200 }, () => finding),
      ),
    );
    const { because } = decide(buildFacts({ gates: { status: 'FAILED', results } }), shippedPolicies);
    expect(reasonSchema.parse(because)).toEqual(because);
    const text = JSON.stringify(because);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(40 * 1024);
    expect(text).not.toMatch(/\\u001b|\\n|\\r|\u202e/);
    expect(text).toContain('190 more findings');
  });

  it.each(['x', '語'])('fits into an audit record with the largest facts there can be, in %s', (letter) => {
    const long = (max: number) => letter.repeat(max);
    const finding = {
      category: 'other' as const,
      severity: 'error' as const,
      rule: long(200),
      message: long(2000),
      file: long(500),
      line: 1,
    };
    const results = Array.from({ length: 200 }, (_, i) => ({
      ...gate(
        long(90) + i,
        Array.from({ length: 200 }, () => finding),
      ),
      status: i === 199 ? ('FAILED' as const) : ('PASSED' as const),
      summary: long(1000),
    }));
    const kinds = signalKindSchema.options.map((kind) => ({
      kind,
      files: Array.from({ length: 20 }, () => long(500)),
      detail: long(500),
    }));
    const facts = buildFacts({
      gates: { status: 'FAILED', results },
      change: { signals: kinds },
      controls: { killSwitch: long(500), freeze: long(500), quarantine: long(500) },
      review: { status: 'PARTIAL', filesUnseen: Array.from({ length: 500 }, () => long(500)) },
      triggersOff: Array.from({ length: 50 }, (_, i) => long(50) + i),
    });
    const { because, triggers } = decide(facts, shippedPolicies);
    expect(reasonSchema.parse(because)).toEqual(because);
    expect(Buffer.byteLength(JSON.stringify(because))).toBeLessThanOrEqual(40 * 1024);
    // What is strictest is never what is left out.
    expect(because.children[0]?.children.some(({ status }) => status === 'REJECT')).toBe(true);
    const told = because.children.find(({ rule }) => rule === 'triggers')?.children ?? [];
    for (const name of triggers.filter((t) => !t.startsWith('profile-')))
      expect(told.map(({ rule }) => rule)).toContain(name);
  });

  it('shows worst findings first', () => {
    const mixed: GateResult['findings'] = [
      ...Array.from({ length: 30 }, () => ({
        category: 'lint' as const,
        severity: 'note' as const,
        rule: 'n',
        message: 'm',
      })),
      { category: 'lint', severity: 'error', rule: 'the-error', message: 'm' },
    ];
    const { because } = decide(
      buildFacts({ gates: { status: 'FAILED', results: [gate('lint', mixed)] } }),
      shippedPolicies,
    );
    expect(because.children[0]?.children[0]?.children[0]?.rule).toBe('the-error');
  });

  it('has no leaf that asks or rejects when it goes on without a person', () => {
    const { because } = decide(buildFacts(), shippedPolicies);
    expect(leaves(because).filter(({ status }) => status === 'PERSON' || status === 'REJECT')).toEqual([]);
  });

  it('the signals say why the class is HIGH', () => {
    const { because } = decide(buildFacts({ change: { signals: signals('auth', 'docs') } }), shippedPolicies);
    expect(because.children.find(({ rule }) => rule === 'risk')?.observed).toBe('class HIGH: auth');
  });
});

describe('policies of the platform team', () => {
  const withFile = (text: string) => compilePolicies({ ...policyFiles, 'local.cedar': text });

  it('a forbid of theirs asks for a person and is named', () => {
    const policies = withFile(
      '@id("no-friday") @reason("Not on Fridays.") forbid (principal, action in Action::"proceedUnasked", resource);',
    );
    const verdict = decide(buildFacts(), policies);
    expect(verdict).toMatchObject({ route: 'HUMAN', triggers: ['policy'] });
    expect(verdict.policies).toContain('no-friday');
    expect(JSON.stringify(verdict.because)).toContain('Not on Fridays.');
  });

  it('a forbid of every way rejects', () => {
    const policies = withFile('@id("closed") @reason("Closed.") forbid (principal, action, resource);');
    const verdict = decide(buildFacts(), policies);
    expect(verdict).toMatchObject({ route: 'REJECT', next: 'REJECT' });
    expect(verdict.because.children.at(-1)?.status).toBe('REJECT');
  });

  it('a permit of theirs loosens nothing', () => {
    const policies = withFile('@id("all") @reason("Everything.") permit (principal, action, resource);');
    const high = decide(buildFacts({ change: { signals: signals('payments') } }), policies);
    const medium = decide(buildFacts({ change: { signals: signals('source') } }), policies);
    expect([high.route, medium.route]).toEqual(['HUMAN', 'HUMAN']);
  });

  it('without any policy everything is rejected', () => {
    const schema = policyFiles['schema.cedarschema'] ?? '';
    const verdict = decide(buildFacts(), compilePolicies({ 'schema.cedarschema': schema }));
    expect(verdict.route).toBe('REJECT');
    expect(JSON.stringify(verdict.because)).toContain('no policy permits it');
  });
});

describe('plainText', () => {
  it.each([
    ['a\u0000b\u001bc', 'a b c'],
    ['a\r\nb', 'a b'],
    ['a\u202eb\u2066c', 'a b c'],
    ['\ud83d', '\ufffd'],
  ])('%j', (text, plain) => expect(plainText(text, 100)).toBe(plain));

  it('cuts to its bound and never inside a character', () => {
    const cut = plainText('😀'.repeat(10), 6);
    expect(cut.length).toBeLessThanOrEqual(6);
    expect(cut.isWellFormed()).toBe(true);
  });
});
