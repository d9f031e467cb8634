import type { BudgetEntry } from '../contracts/budget.ts';
import { entered, type Books } from './books.ts';

export type Charge = Omit<BudgetEntry, 'month' | 'worst' | 'actual'> & { readonly amount: BudgetEntry['worst'] };

/** Writes down what is spent already and can no longer be refused, such as the time of gates. Once for each id. */
export function charge(books: Books, charges: readonly Charge[]): Books {
  return charges.reduce(
    (now, { amount, ...entry }) =>
      now.run.entries.some(({ id }) => id === entry.id)
        ? now
        : entered(now, { ...entry, month: now.month.month, worst: amount, actual: amount }),
    books,
  );
}
