import type { Account, Amount } from '../contracts/budget.ts';
import { EMPTY_ACCOUNT, type Books, type Step } from './books.ts';
import { entryOf } from './entry-of.ts';

/**
 * Puts what a use really took in the place of its worst case. The first settlement stands: again, it gives what the
 * first one said. What it took may be more than was set aside (an estimate is no bound); it counts all the same, and
 * the next reservation finds less room. InvalidInput for an id that was never reserved.
 *
 * @param actual null when that is not known: then the worst case is what it took
 */
export function settle({ month, run }: Books, id: string, actual: Amount | null): Step<Amount> {
  const entry = entryOf(run, id);
  if (entry.actual !== null) return { books: { month, run }, result: entry.actual };
  const taken = actual ?? entry.worst;
  const before = month.components[entry.component] ?? EMPTY_ACCOUNT;
  const account: Account = {
    spent: combine(before.spent, taken, 1),
    reserved: combine(before.reserved, entry.worst, -1),
    calls: before.calls,
  };
  return {
    books: {
      month: { ...month, components: { ...month.components, [entry.component]: account } },
      run: { ...run, entries: run.entries.map((e) => (e.id === id ? { ...e, actual: taken } : e)) },
    },
    result: taken,
  };
}

const combine = (a: Amount, b: Amount, sign: 1 | -1): Amount => ({
  microUsd: a.microUsd + sign * b.microUsd,
  tokens: a.tokens + sign * b.tokens,
  seconds: a.seconds + sign * b.seconds,
});
