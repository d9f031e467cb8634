import type { Account, Amount, BudgetEntry, Component, MonthLedger, RunLedger } from '../contracts/budget.ts';
import { NOTHING, sumOf } from './amount.ts';

/** The two documents that every step of the ledger changes together. */
export type Books = { readonly month: MonthLedger; readonly run: RunLedger };
export type Step<R> = { readonly books: Books; readonly result: R };

export const emptyMonth = (month: string): MonthLedger => ({ version: 1, month, components: {} });
export const EMPTY_RUN: RunLedger = { version: 1, entries: [] };
export const EMPTY_ACCOUNT: Account = { spent: NOTHING, reserved: NOTHING, calls: 0 };

/** Calendar month of an instant in UTC as ISO 8601, `YYYY-MM`. */
export const monthOf = (instant: string): string => instant.slice(0, 7);

/** What counts as used: what is known to be spent, and the worst case of what is not known. */
export function usedOf(ledger: MonthLedger, component?: Component): Amount {
  const accounts = component === undefined ? Object.values(ledger.components) : [ledger.components[component]];
  return sumOf(...accounts.flatMap((account) => (account === undefined ? [] : [account.spent, account.reserved])));
}

export function usedByRun({ entries }: RunLedger): Amount {
  return sumOf(...entries.map((entry) => entry.actual ?? entry.worst));
}

/** Puts a new entry into both documents. */
export function entered({ month, run }: Books, entry: BudgetEntry): Books {
  const before = month.components[entry.component] ?? EMPTY_ACCOUNT;
  const account: Account = {
    spent: sumOf(before.spent, entry.actual ?? NOTHING),
    reserved: sumOf(before.reserved, entry.actual === null ? entry.worst : NOTHING),
    calls: before.calls + 1,
  };
  return {
    month: { ...month, components: { ...month.components, [entry.component]: account } },
    run: { ...run, entries: [...run.entries, entry] },
  };
}
