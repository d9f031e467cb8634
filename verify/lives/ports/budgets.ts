import { EMPTY_RUN, emptyMonth, monthOf, type Books, type Step } from '../../../core/budget/books.ts';
import { charge } from '../../../core/budget/charge.ts';
import { entryOf } from '../../../core/budget/entry-of.ts';
import { reserve } from '../../../core/budget/reserve.ts';
import { settle } from '../../../core/budget/settle.ts';
import {
  monthLedgerSchema,
  runLedgerSchema,
  type MonthLedger,
  type RunLedger,
} from '../../../core/contracts/budget.ts';
import type { ReleaseId } from '../../../core/contracts/ids.ts';
import { checked } from '../../../lambdas/kit/checked.ts';
import type { Budgets } from '../../../lambdas/ports.ts';

export type BudgetStore = { readonly months: Map<string, MonthLedger>; readonly runs: Map<string, RunLedger> };
export const emptyBudgets = (): BudgetStore => ({ months: new Map(), runs: new Map() });

/** The ledgers in memory; each step is core/budget's. */
export function createBudgets({ months, runs }: BudgetStore): Budgets {
  const month = (name: string): MonthLedger => months.get(name) ?? emptyMonth(name);
  const run = (releaseId: ReleaseId): RunLedger => runs.get(releaseId) ?? EMPTY_RUN;
  const step = <R>(releaseId: ReleaseId, monthIn: string, next: (books: Books) => Step<R>): R => {
    const { books, result } = next({ month: month(monthIn), run: run(releaseId) });
    const kept = checked(monthLedgerSchema, books.month, `budget of ${books.month.month}`);
    runs.set(releaseId, checked(runLedgerSchema, books.run, `budget of ${releaseId}`));
    months.set(kept.month, kept);
    return result;
  };
  return {
    reserve: async (releaseId, request, caps) =>
      step(releaseId, monthOf(request.at), (books) => reserve(books, request, caps)),
    settle: async (releaseId, id, actual) =>
      step(releaseId, entryOf(run(releaseId), id).month, (books) => settle(books, id, actual)),
    charge: async (releaseId, charges) =>
      step(releaseId, monthOf(charges[0].at), (before) => {
        const books = charge(before, charges);
        return { books, result: books };
      }),
    month: async (name) => month(name),
    run: async (releaseId) => run(releaseId),
  };
}
