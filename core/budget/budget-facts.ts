import type { MonthLedger } from '../contracts/budget.ts';
import type { BudgetsConfig } from '../contracts/config-budgets.ts';
import type { Facts } from '../contracts/facts.ts';
import { componentSchema } from '../contracts/budget.ts';
import { usedOf, type Books } from './books.ts';
import { wallTimeOver } from './wall-time.ts';
import { dollars, microUsd } from './micro-usd.ts';

/**
 * What the decision reads of the budgets. EXHAUSTED, which asks for a person and never stops or goes on in silence
 * (003-33): a use was refused, the machine took too long, or what is spent already is over a cap.
 *
 * @param refused which cap had no room, or null
 */
export function budgetFacts(
  refused: string | null,
  { month: ledger, run }: Books,
  budgets: BudgetsConfig,
): Facts['budget'] {
  const reasons = [refused, wallTimeOver(run, budgets.wallTimeMinutes), ...overspent(ledger, budgets)].filter(
    (reason) => reason !== null,
  );
  if (reasons.length > 0) return { status: 'EXHAUSTED', detail: reasons.join('; ').slice(0, 300) };
  const used = dollars(usedOf(ledger).microUsd);
  return { status: 'WITHIN', detail: `${used} of ${dollars(microUsd(budgets.monthUsd))} are used in ${ledger.month}` };
}

function overspent(ledger: MonthLedger, budgets: BudgetsConfig): string[] {
  const over = (name: string, used: number, capUsd: number) =>
    used > microUsd(capUsd)
      ? [`budget of ${name} this month: ${dollars(used)} of ${dollars(microUsd(capUsd))} are used`]
      : [];
  return [
    ...componentSchema.options.flatMap((c) => over(c, usedOf(ledger, c).microUsd, budgets.componentsUsd[c])),
    ...over('all components', usedOf(ledger).microUsd, budgets.monthUsd),
  ];
}
