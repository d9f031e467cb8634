import { describe, expect, it } from '@jest/globals';
import { EMPTY_RUN, emptyMonth, type Books } from '../../../core/budget/books.ts';
import { budgetReport } from '../../../core/budget/budget-report.ts';
import { charge } from '../../../core/budget/charge.ts';
import { reserve } from '../../../core/budget/reserve.ts';
import { budgetsSchema } from '../../../core/contracts/config-budgets.ts';
import { CAPS, spent, use } from '../../contracts/budget-samples.ts';

const budgets = budgetsSchema.parse({});
const EMPTY: Books = { month: emptyMonth('2026-01'), run: EMPTY_RUN };
const charged = (usd: number) =>
  charge(EMPTY, [{ ...use(1, { component: 'tests' }), amount: spent(usd * 1_000_000) }]).month;

describe('budgetReport', () => {
  it('has every component of the table, and their sum (000-5 to 000-14)', () => {
    const report = budgetReport(EMPTY.month, budgets, 0);
    expect(report.components).toHaveLength(9);
    expect(report.components.reduce((sum, { capMicroUsd }) => sum + capMicroUsd, 0)).toBe(report.total.capMicroUsd);
    expect(report.total).toMatchObject({ capMicroUsd: 1_950_000_000, leftMicroUsd: 1_950_000_000, calls: 0 });
    expect(report).toMatchObject({ perRelease: null, exhausted: false });
  });

  it('what is reserved is not left, and counts in what a release takes (003-94)', () => {
    const report = budgetReport(reserve(EMPTY, use(1), CAPS).books.month, budgets, 3);
    const reviewer = report.components.find(({ component }) => component === 'code-reviewer');
    expect(reviewer).toMatchObject({ reserved: spent(10), leftMicroUsd: 500_000_000 - 10, calls: 1 });
    expect(report.total.leftMicroUsd).toBe(1_950_000_000 - 10);
    expect(report.perRelease).toEqual({ microUsd: 4, tokens: 34, seconds: 1 });
  });

  it.each([
    ['just under a cap', charged(99.999999), false, 1],
    ['a cap that is used up', charged(100), true, 0],
    ['more than a cap', charged(120), true, -20_000_000],
  ])('%s: exhausted %p', (_, ledger, exhausted, left) => {
    const report = budgetReport(ledger, budgets, 1);
    expect(report.exhausted).toBe(exhausted);
    expect(report.components.find(({ component }) => component === 'tests')?.leftMicroUsd).toBe(left);
  });

  it('the alarm line counts by itself (000-44), and a cap of nothing is not exhausted by nobody', () => {
    expect(budgetReport(charged(50), { ...budgets, alarmUsd: 50 }, 1).exhausted).toBe(true);
    const none = { ...budgets, componentsUsd: { ...budgets.componentsUsd, fuzzer: 0 } };
    expect(budgetReport(charged(50), none, 1).exhausted).toBe(false);
  });
});
