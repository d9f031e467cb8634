import type { Amount, BudgetEntry } from '../contracts/budget.ts';
import { entered, usedByRun, usedOf, type Books, type Step } from './books.ts';
import type { Caps } from './caps.ts';

/** `worst` is the most that the use can take; it counts in the month of `at`. */
export type ReserveRequest = Omit<BudgetEntry, 'month' | 'actual'>;
/** What would have been more than a cap: millionths of a dollar, tokens, or seconds by `unit`. */
export type Exhausted = {
  readonly kind: 'EXHAUSTED';
  readonly level: 'TASK' | 'RUN' | 'COMPONENT' | 'MONTH';
  readonly unit: keyof Amount;
  readonly cap: number;
  readonly used: number;
  readonly wanted: number;
};
/** `first` is false when this id was reserved before: then its worst case may be spent already and not spent again. */
export type Reserved = { readonly kind: 'RESERVED'; readonly first: boolean; readonly entry: BudgetEntry };
export type ReserveResult = Reserved | Exhausted;

/**
 * Sets the worst case of a use aside before it begins, if every cap has room for it. Idempotent by id. There is no
 * expiry: what is never settled counts as spent in full, since unknown never reads as unspent.
 */
export function reserve(books: Books, request: ReserveRequest, caps: Caps): Step<ReserveResult> {
  const known = books.run.entries.find(({ id }) => id === request.id);
  if (known !== undefined) return { books, result: { kind: 'RESERVED', first: false, entry: known } };
  const exhausted = limitsOf(books, request, caps).find(({ cap, used, wanted }) => used + wanted > cap);
  if (exhausted !== undefined) return { books, result: { kind: 'EXHAUSTED', ...exhausted } };
  const entry: BudgetEntry = { ...request, month: books.month.month, actual: null };
  return { books: entered(books, entry), result: { kind: 'RESERVED', first: true, entry } };
}

/** Every limit, the narrowest first (K22). */
function limitsOf({ month, run }: Books, request: ReserveRequest, caps: Caps): Omit<Exhausted, 'kind'>[] {
  const { worst, component } = request;
  const ofRun = usedByRun(run);
  const limit = (level: Exhausted['level'], unit: keyof Amount, cap: number, used: number) => ({
    ...{ level, unit, cap, used },
    wanted: worst[unit],
  });
  return [
    limit('TASK', 'tokens', caps.taskTokens, 0),
    limit('RUN', 'microUsd', caps.runMicroUsd, ofRun.microUsd),
    limit('RUN', 'tokens', caps.runTokens, ofRun.tokens),
    limit('RUN', 'seconds', caps.runSeconds, ofRun.seconds),
    limit('COMPONENT', 'microUsd', caps.componentMicroUsd, usedOf(month, component).microUsd),
    limit('MONTH', 'microUsd', caps.monthMicroUsd, usedOf(month).microUsd),
  ];
}
