import type { BudgetEntry, RunLedger } from '../contracts/budget.ts';
import { InvalidInput } from '../contracts/errors.ts';

/** A run's entry; InvalidInput for an id that was never reserved. */
export function entryOf({ entries }: RunLedger, id: string): BudgetEntry {
  const entry = entries.find((candidate) => candidate.id === id);
  if (entry === undefined) throw new InvalidInput(`settlement: found "${id}"; expected an id that was reserved`);
  return entry;
}
