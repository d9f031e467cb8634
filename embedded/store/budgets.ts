import type { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';
import { EMPTY_RUN, emptyMonth, monthOf, type Books, type Step } from '../../core/budget/books.ts';
import { charge } from '../../core/budget/charge.ts';
import { entryOf } from '../../core/budget/entry-of.ts';
import { reserve } from '../../core/budget/reserve.ts';
import { settle } from '../../core/budget/settle.ts';
import { monthLedgerSchema, runLedgerSchema, type MonthLedger, type RunLedger } from '../../core/contracts/budget.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { checked, stored } from '../../lambdas/kit/checked.ts';
import type { Budgets } from '../../lambdas/ports.ts';
import { storeCall, writeCall } from './store-call.ts';

/** The ledgers in SQLite: each step of core/budget is one transaction over the month's and the run's document. */
export function createBudgets(db: DatabaseSync): Budgets {
  db.exec(`
    CREATE TABLE IF NOT EXISTS budget_months (name TEXT PRIMARY KEY, ledger TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS budget_runs (name TEXT PRIMARY KEY, ledger TEXT NOT NULL) STRICT;
  `);
  const months = documents(db, 'budget_months', monthLedgerSchema);
  const runs = documents(db, 'budget_runs', runLedgerSchema);
  const month = (name: string): MonthLedger => months.get(name) ?? emptyMonth(name);
  const run = (releaseId: ReleaseId): RunLedger => runs.get(releaseId) ?? EMPTY_RUN;
  const step = <R>(releaseId: ReleaseId, monthIn: (run: RunLedger) => string, next: (books: Books) => Step<R>): R =>
    writeCall(db, () => {
      const ofRun = run(releaseId);
      const before: Books = { month: month(monthIn(ofRun)), run: ofRun };
      const { books, result } = next(before);
      if (books.month !== before.month) months.put(books.month.month, books.month);
      if (books.run !== before.run) runs.put(releaseId, books.run);
      return result;
    });

  return {
    reserve: async (releaseId, request, caps) =>
      step(
        releaseId,
        () => monthOf(request.at),
        (books) => reserve(books, request, caps),
      ),
    settle: async (releaseId, id, actual) =>
      step(
        releaseId,
        (ofRun) => entryOf(ofRun, id).month,
        (books) => settle(books, id, actual),
      ),
    charge: async (releaseId, charges) =>
      step(
        releaseId,
        () => monthOf(charges[0].at),
        (before) => {
          const books = charge(before, charges);
          return { books, result: books };
        },
      ),
    month: async (name) => storeCall(() => month(name)),
    run: async (releaseId) => storeCall(() => run(releaseId)),
  };
}

function documents<T>(db: DatabaseSync, table: string, schema: z.ZodType<T>) {
  const select = db.prepare(`SELECT ledger FROM ${table} WHERE name = ?`);
  const save = db.prepare(
    `INSERT INTO ${table} (name, ledger) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET ledger = excluded.ledger`,
  );
  const what = (name: string) => `budget of ${name}`;
  return {
    get: (name: string): T | null => {
      const row = select.get(name) as { readonly ledger: string } | undefined;
      return row === undefined ? null : stored(schema, row.ledger, what(name));
    },
    put: (name: string, ledger: T): void => void save.run(name, JSON.stringify(checked(schema, ledger, what(name)))),
  };
}
