import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../../../core/contracts/facts.ts';
import type { Finding, GateResult } from '../../../core/contracts/gate-result.ts';
import { gatesPassed, gatesReason } from '../../../core/decide/gates-reason.ts';
import { buildFacts, passed } from './facts-builder.ts';

const finding = (severity: Finding['severity'], over: Partial<Finding> = {}): Finding => ({
  category: 'lint',
  severity,
  rule: severity,
  message: 'm',
  ...over,
});
const failed = (findings: readonly Finding[], over: Partial<GateResult> = {}): GateResult => ({
  ...passed('lint'),
  status: 'FAILED',
  summary: 'no',
  findings: [...findings],
  ...over,
});
const told = (...results: GateResult[]) => gatesReason(buildFacts({ gates: { status: 'FAILED', results } }));
const findings = (count: number) => Array.from({ length: count }, () => finding('error'));

describe('gates passed only when everything says so (000-15)', () => {
  it.each<[boolean, 'PASSED' | 'FAILED', GateResult[]]>([
    [true, 'PASSED', [passed()]],
    [false, 'FAILED', [passed()]],
    [false, 'PASSED', []],
    [false, 'PASSED', [passed(), failed([])]],
  ])('%s: the run %s', (expected, status, results) => {
    const facts = buildFacts({ gates: { status, results } });
    expect(gatesPassed(facts)).toBe(expected);
    expect(gatesReason(facts).status).toBe(expected ? 'OK' : 'REJECT');
  });
});

describe('what a gate found', () => {
  it('10 findings for each gate, 30 in all; the others are counted', () => {
    const { children } = told(...[10, 11, 12, 3].map((count) => failed(findings(count))));
    expect(children.map((gate) => [gate.children.length, gate.observed])).toEqual([
      [10, 'FAILED: no'],
      [10, "FAILED: no (1 more findings in the gate's result)"],
      [10, "FAILED: no (2 more findings in the gate's result)"],
      [0, "FAILED: no (3 more findings in the gate's result)"],
    ]);
  });

  it('a gate that passed shows none and takes nobody’s place', () => {
    const { children } = told(
      ...Array.from({ length: 3 }, () => ({ ...passed(), findings: findings(10) })),
      failed(findings(10)),
    );
    expect(children.map((gate) => [gate.status, gate.children.length, gate.observed])).toEqual([
      ...Array.from({ length: 3 }, () => ['OK', 0, 'PASSED: 12 tests passed']),
      ['REJECT', 10, 'FAILED: no'],
    ]);
  });

  it('errors, then warnings, then notes, each in its own order', () => {
    const mixed = [
      finding('note'),
      finding('warning'),
      finding('error', { rule: 'e1' }),
      finding('warning'),
      finding('error'),
    ];
    expect(told(failed(mixed)).children[0]?.children.map(({ rule, status }) => `${rule} ${status}`)).toEqual([
      'e1 REJECT',
      'error REJECT',
      'warning NOTE',
      'warning NOTE',
      'note NOTE',
    ]);
  });

  it.each<[Partial<Finding>, string, string]>([
    [{}, 'error', 'm'],
    [{ file: 'a.ts' }, 'error', 'a.ts: m'],
    [{ file: 'a.ts', line: 3 }, 'error', 'a.ts:3: m'],
    [{ line: 3 }, 'error', 'm'],
    [{ file: '' }, 'error', 'm'],
    [{ rule: '' }, 'lint', 'm'],
    [{ message: 'x'.repeat(301), file: 'f'.repeat(301) }, 'error', `${'f'.repeat(299)}…: ${'x'.repeat(299)}…`],
  ])('%j is told as %j, %j', (over, rule, observed) => {
    expect(told(failed([finding('error', over)])).children[0]?.children).toEqual([
      { rule, status: 'REJECT', observed, required: 'no lint finding', children: [] },
    ]);
  });

  it('a summary is cut at 1000 characters', () => {
    const { children } = told(failed([], { summary: 's'.repeat(1001).slice(0, 1000) }), failed([], { summary: 's\n' }));
    expect(children.map(({ observed }) => observed)).toEqual([`FAILED: ${'s'.repeat(1000)}`, 'FAILED: s ']);
  });
});

describe('the gates as a whole', () => {
  const whole = (status: Facts['gates']['status'], results: GateResult[]) => {
    const { rule, observed, required, children } = gatesReason({ gates: { status, results } });
    return [rule, observed, required, children.map((gate) => gate.rule)];
  };
  it.each<[Facts['gates']['status'], GateResult[], string, string[]]>([
    ['PASSED', [passed(), passed('b')], 'all 2 gates passed', ['gate unit', 'gate b']],
    ['CANCELLED', [passed()], '0 of 1 gates did not pass, the run is CANCELLED', ['gate unit']],
    ['PASSED', [passed(), failed([])], '1 of 2 gates did not pass, the run is PASSED', ['gate unit', 'gate lint']],
    ['PASSED', [], 'no gate has a result, the run is PASSED', []],
    ['MISSING', [], 'no gate has a result, the run is MISSING', []],
  ])('%s %#: %j', (status, results, observed, rules) => {
    expect(whole(status, results)).toEqual(['gates', observed, 'every gate PASSED', rules]);
  });

  it('each asks to have PASSED', () => {
    const [first] = told(passed(), failed([])).children;
    expect([first?.required, first?.rule]).toEqual(['PASSED', 'gate unit']);
  });
});
