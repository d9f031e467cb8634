import { monthOf } from '../../core/budget/books.ts';
import { budgetLevel } from '../../core/budget/budget-level.ts';
import type { BudgetLevel } from '../../core/contracts/budget.ts';
import type { ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

/** Records what the calls of this release took, read off the ledger, and says how near the budgets are. */
export async function budgetWord(deps: Deps, { release, settings, record }: ReleaseContext): Promise<BudgetLevel> {
  const { releaseId } = release;
  const prefix = `${releaseId}.review.`;
  const { entries } = await deps.budgets.run(releaseId);
  for (const { id, component, provider, worst, actual } of entries)
    if (id.startsWith(prefix) && actual !== null)
      await record({
        key: `budget.settled.${id.slice(prefix.length)}`,
        event: 'budget.settled',
        rationale: 'what the call took stands in the place of its worst case',
        payload: { component, provider, worst, actual },
      });
  const records = await deps.auditLog.records(releaseId);
  if (records.some(({ event }) => event === 'budget.exhausted')) return 'EXHAUSTED';
  const month = await deps.budgets.month(monthOf(new Date(deps.clock.now()).toISOString()));
  return budgetLevel(month, 'code-reviewer', settings.config.budgets);
}
