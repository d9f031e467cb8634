import { componentSchema, type Amount, type Component, type MonthLedger } from '../contracts/budget.ts';
import type { BudgetsConfig } from '../contracts/config-budgets.ts';
import { sumOf } from './amount.ts';
import { EMPTY_ACCOUNT, usedOf } from './books.ts';
import { microUsd } from './micro-usd.ts';

export type BudgetRow = {
  readonly component: Component;
  readonly capMicroUsd: number;
  readonly spent: Amount;
  /** Worst cases whose end is not known: they count as spent. */
  readonly reserved: Amount;
  /** Below zero where more was spent than the cap. */
  readonly leftMicroUsd: number;
  readonly calls: number;
};
export type BudgetReport = {
  readonly month: string;
  readonly components: readonly BudgetRow[];
  readonly total: Omit<BudgetRow, 'component'>;
  readonly alarmMicroUsd: number;
  /** Releases that ended in the month. */
  readonly releases: number;
  /** What a release took on average, rounded up (003-94); null when none ended. */
  readonly perRelease: Amount | null;
  /** True when a cap with any use has nothing left, or the alarm line is reached. */
  readonly exhausted: boolean;
};

/** A month's spending against its caps, component by component in the order of 000's table. */
export function budgetReport(ledger: MonthLedger, budgets: BudgetsConfig, releases: number): BudgetReport {
  const components = componentSchema.options.map((component): BudgetRow => {
    const account = ledger.components[component] ?? EMPTY_ACCOUNT;
    const capMicroUsd = microUsd(budgets.componentsUsd[component]);
    return { component, capMicroUsd, ...account, leftMicroUsd: capMicroUsd - usedOf(ledger, component).microUsd };
  });
  const used = usedOf(ledger);
  const [capMicroUsd, alarmMicroUsd] = [microUsd(budgets.monthUsd), microUsd(budgets.alarmUsd)];
  const total = {
    capMicroUsd,
    spent: sumOf(...components.map(({ spent }) => spent)),
    reserved: sumOf(...components.map(({ reserved }) => reserved)),
    leftMicroUsd: capMicroUsd - used.microUsd,
    calls: components.reduce((sum, { calls }) => sum + calls, 0),
  };
  const usedUp = ({ spent, reserved, leftMicroUsd }: typeof total) =>
    spent.microUsd + reserved.microUsd > 0 && leftMicroUsd <= 0;
  return {
    month: ledger.month,
    ...{ components, total, alarmMicroUsd, releases },
    perRelease: releases === 0 ? null : shareOf(used, releases),
    exhausted: [total, ...components].some(usedUp) || (used.microUsd > 0 && used.microUsd >= alarmMicroUsd),
  };
}

const shareOf = ({ microUsd, tokens, seconds }: Amount, n: number): Amount => ({
  microUsd: Math.ceil(microUsd / n),
  tokens: Math.ceil(tokens / n),
  seconds: Math.ceil(seconds / n),
});
