import type { BudgetLevel, Component, MonthLedger } from '../contracts/budget.ts';
import type { BudgetsConfig } from '../contracts/config-budgets.ts';
import { usedOf } from './books.ts';
import { microUsd } from './micro-usd.ts';

/**
 * How near a month's spending is, what is reserved included. ALARM from the alarm line on (000-44), NOTICE from the
 * notice share of the month's or the component's cap on; a cap of 0 has nothing to come near to.
 */
export function budgetLevel(ledger: MonthLedger, component: Component, budgets: BudgetsConfig): BudgetLevel {
  const month = usedOf(ledger).microUsd;
  const near = (used: number, capUsd: number) => used > 0 && used >= (microUsd(capUsd) * budgets.noticePercent) / 100;
  if (month > 0 && month >= microUsd(budgets.alarmUsd)) return 'ALARM';
  const own = near(usedOf(ledger, component).microUsd, budgets.componentsUsd[component]);
  return own || near(month, budgets.monthUsd) ? 'NOTICE' : 'WITHIN';
}
