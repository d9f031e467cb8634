import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { askedCaps } from '../../../core/budget/asked-caps.ts';
import { emptyMonth } from '../../../core/budget/books.ts';
import { budgetLevel } from '../../../core/budget/budget-level.ts';
import { capsOf } from '../../../core/budget/caps.ts';
import { estimatedTokens } from '../../../core/budget/estimated-tokens.ts';
import { dollars, microUsd } from '../../../core/budget/micro-usd.ts';
import { modelCost } from '../../../core/budget/model-cost.ts';
import { modelPrice } from '../../../core/budget/model-price.ts';
import { budgetsSchema } from '../../../core/contracts/config-budgets.ts';
import type { Account, Component } from '../../../core/contracts/budget.ts';

const defaults = budgetsSchema.parse({});

describe('what a call costs', () => {
  it.each([
    // 3.3 · 1000 + 16.5 · 100 millionths.
    [{ inputTokens: 1000, outputTokens: 100 }, { input: 3.3, output: 16.5 }, 4950],
    [{ inputTokens: 10, outputTokens: 0 }, { input: 3.3, output: 16.5 }, 33],
    [{ inputTokens: 1, outputTokens: 0 }, { input: 0.06, output: 0.24 }, 1],
    [{ inputTokens: 1_000_000, outputTokens: 1_000_000 }, { input: 3, output: 15 }, 18_000_000],
    [{ inputTokens: 0, outputTokens: 0 }, { input: 3, output: 15 }, 0],
  ])('%j at %j is %d millionths, rounded up', (usage, price, cost) => {
    expect(modelCost(usage, price)).toBe(cost);
  });

  it('never less than the price says, and an integer', () => {
    const count = fc.nat({ max: 2_000_000 });
    const price = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(count, count, price, price, (inputTokens, outputTokens, input, output) => {
        const cost = modelCost({ inputTokens, outputTokens }, { input, output });
        expect(Number.isSafeInteger(cost)).toBe(true);
        expect(cost).toBeGreaterThanOrEqual((inputTokens * input + outputTokens * output) * (1 - 1e-9) - 1e-2);
      }),
    );
  });

  it.each([
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 3.3],
    ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 3.3],
    ['us-gov.anthropic.claude-haiku-4-5-20251001-v1:0', 1.1],
    ['anthropic.claude-sonnet-9-20300101-v1:0', undefined],
    ['constructor', undefined],
    ['x.anthropic.claude-sonnet-4-5-v1:0', undefined],
  ])('%s: %p dollars for a million tokens of input', (model, input) => {
    expect(modelPrice(model, {})?.input).toBe(input);
  });

  it("the config's own price comes first", () => {
    const mine = { input: 1, output: 2 };
    const model = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
    expect(modelPrice(model, { [model]: mine })).toEqual(mine);
  });

  it('estimates by bytes, since a token of other scripts is about a character', () => {
    expect([estimatedTokens(''), estimatedTokens('abcd'), estimatedTokens('漢字')]).toEqual([0, 2, 2]);
  });

  it('dollars as people read them', () => {
    expect([0, 12_300, 99_999, 100_000, 1_950_000_000].map(dollars)).toEqual([
      '$0.00',
      '$0.0123',
      '$0.1000',
      '$0.10',
      '$1,950.00',
    ]);
  });
});

describe('caps (K22)', () => {
  it('are those of the config', () => {
    expect(capsOf(defaults, 'code-reviewer')).toEqual({
      monthMicroUsd: microUsd(1950),
      componentMicroUsd: microUsd(500),
      runMicroUsd: microUsd(100),
      runTokens: 200_000,
      runSeconds: 7200,
      taskTokens: 16_000,
    });
  });

  it('are lowered by what a change asks for, and never raised', () => {
    const label = fc.record({
      key: fc.constantFrom('Budget-Usd', 'budget-tokens', 'BUDGET-USD', 'Other'),
      value: fc.oneof(fc.string(), fc.double().map(String), fc.constantFrom('50', '$0.5', '200k', '-1', '1e9', '')),
    });
    const own = capsOf(defaults, 'code-reviewer');
    fc.assert(
      fc.property(fc.array(label), (labels) => {
        const caps = capsOf(defaults, 'code-reviewer', askedCaps(labels));
        for (const name of Object.keys(own) as (keyof typeof own)[]) {
          expect(caps[name]).toBeLessThanOrEqual(own[name]);
          expect(caps[name]).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it.each([
    [[['Budget-Usd', '50']], { runMicroUsd: 50_000_000 }],
    [[['budget-tokens', '200k']], { runTokens: 200_000 }],
    [
      [
        ['Budget-Usd', '$2'],
        ['Budget-Usd', '0.5'],
        ['Budget-Usd', 'much'],
      ],
      { runMicroUsd: 500_000 },
    ],
    [[['Budget-Usd', 'all of it']], {}],
  ])('%j asks for %j', (labels, asked) => {
    expect(askedCaps(labels.map(([key, value]) => ({ key: key!, value: value! })))).toEqual(asked);
  });
});

describe('how near a month is', () => {
  const account = (usd: number): Account => ({
    spent: { microUsd: microUsd(usd), tokens: 0, seconds: 0 },
    reserved: { microUsd: 0, tokens: 0, seconds: 0 },
    calls: 1,
  });
  const level = (components: Partial<Record<Component, Account>>) =>
    budgetLevel({ ...emptyMonth('2026-01'), components }, 'code-reviewer', defaults);

  it.each([
    ['nothing', {}, 'WITHIN'],
    ['under 80 % of the component', { 'code-reviewer': account(399.99) }, 'WITHIN'],
    ['80 % of the component', { 'code-reviewer': account(400) }, 'NOTICE'],
    ['another component alone', { tests: account(99) }, 'WITHIN'],
    ['80 % of the month', { tests: account(1560) }, 'NOTICE'],
    ['the alarm line (000-44)', { tests: account(2000) }, 'ALARM'],
    ['reserved counts', { 'code-reviewer': { ...account(0), reserved: account(400).spent } }, 'NOTICE'],
  ] as const)('%s: %j is %s', (_, components, expected) => {
    expect(level(components)).toBe(expected);
  });
});
