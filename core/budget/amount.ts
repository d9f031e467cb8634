import type { Amount } from '../contracts/budget.ts';

export const NOTHING: Amount = { microUsd: 0, tokens: 0, seconds: 0 };

/** Sum of amounts; exact, since all of it is integers. */
export function sumOf(...amounts: readonly Amount[]): Amount {
  return amounts.reduce(
    (a, b) => ({ microUsd: a.microUsd + b.microUsd, tokens: a.tokens + b.tokens, seconds: a.seconds + b.seconds }),
    NOTHING,
  );
}
