import { monthOf, usedOf } from '../core/budget/books.ts';
import { budgetReport } from '../core/budget/budget-report.ts';
import { dollars } from '../core/budget/micro-usd.ts';
import type { Finding } from './finding.ts';
import type { Home } from './home.ts';

/** What `doctor` says of this month's spending: wrong when nothing is left of a cap, or the alarm line is reached. */
export async function budgetFinding({ budgets, settings }: Home['ports'], now: number): Promise<Finding> {
  const { config } = await settings.current();
  const ledger = await budgets.month(monthOf(new Date(now).toISOString()));
  const { exhausted, components, total } = budgetReport(ledger, config.budgets, 0);
  const share = (left: number, cap: number) => (cap - left) * 100 >= cap * config.budgets.noticePercent;
  const near = components.filter(
    (row) => row.calls > 0 && share(row.leftMicroUsd, row.capMicroUsd) && row.capMicroUsd > 0,
  );
  const names = near.map(({ component }) => component).join(', ');
  return {
    check: 'budget',
    ok: !exhausted,
    detail: `${dollars(usedOf(ledger).microUsd)} of ${dollars(total.capMicroUsd)} are used in ${ledger.month}${names === '' ? '' : `; near or past its cap: ${names}`}`,
  };
}
