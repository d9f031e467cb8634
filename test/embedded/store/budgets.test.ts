import { describe, expect, it } from '@jest/globals';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { createBudgets } from '../../../embedded/store/budgets.ts';
import { openDatabase } from '../../../embedded/store/database.ts';
import { CAPS, spent, use } from '../../contracts/budget-samples.ts';
import { releaseIdOf } from '../../contracts/samples.ts';
import { temporaryHome } from './temporary-home.ts';

const A = releaseIdOf(1);

describe('budgets in SQLite', () => {
  it.each([
    ['month that is no JSON', 'budget_months', '2026-01', '{'],
    [
      'month whose sums are no numbers',
      'budget_months',
      '2026-01',
      '{"version":1,"month":"2026-01","components":{"tests":{}}}',
    ],
    ['run of another version', 'budget_runs', A, '{"version":2,"entries":[]}'],
  ])('a %s is never read as nothing spent: it is a fault and stays as it is', async (_, table, name, ledger) => {
    const { first, end } = temporaryHome();
    try {
      const budgets = createBudgets(first);
      first.prepare(`INSERT INTO ${table} (name, ledger) VALUES (?, ?)`).run(name, ledger);
      await expect(budgets.reserve(A, use(1), CAPS)).rejects.toThrow(Terminal);
      expect(first.prepare(`SELECT ledger FROM ${table} WHERE name = ?`).get(name)).toEqual({ ledger });
    } finally {
      end();
    }
  });

  it('is Transient while another process holds the database, and writes nothing', async () => {
    const { file, first, second, end } = temporaryHome();
    const impatient = openDatabase(file);
    try {
      impatient.exec('PRAGMA busy_timeout = 50');
      const [budgets, reader] = [createBudgets(impatient), createBudgets(second)];
      first.exec('BEGIN IMMEDIATE');
      await expect(budgets.reserve(A, use(1), CAPS)).rejects.toThrow(Transient);
      first.exec('ROLLBACK');
      expect((await reader.run(A)).entries).toEqual([]);
      await budgets.reserve(A, use(1), CAPS);
      expect(await reader.settle(A, 'use-1', spent(2))).toEqual(spent(2));
    } finally {
      impatient.close();
      end();
    }
  });
});
