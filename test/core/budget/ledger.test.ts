import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY_RUN, emptyMonth, usedByRun, usedOf, type Books } from '../../../core/budget/books.ts';
import { charge } from '../../../core/budget/charge.ts';
import { reserve } from '../../../core/budget/reserve.ts';
import { settle } from '../../../core/budget/settle.ts';
import type { Amount } from '../../../core/contracts/budget.ts';
import { CAPS, spent, use } from '../../contracts/budget-samples.ts';

const EMPTY: Books = { month: emptyMonth('2026-01'), run: EMPTY_RUN };

describe('reserve: every cap is looked at, the narrowest first (K22)', () => {
  it.each([
    ['TASK', 'tokens', { ...CAPS, taskTokens: 99 }, 99],
    ['RUN', 'microUsd', { ...CAPS, runMicroUsd: 9 }, 9],
    ['RUN', 'tokens', { ...CAPS, runTokens: 99 }, 99],
    ['RUN', 'seconds', { ...CAPS, runSeconds: 0 }, 0],
    ['COMPONENT', 'microUsd', { ...CAPS, componentMicroUsd: 9 }, 9],
    ['MONTH', 'microUsd', { ...CAPS, monthMicroUsd: 9 }, 9],
  ] as const)('%s in %s', (level, unit, caps, cap) => {
    const { books, result } = reserve(EMPTY, use(1), caps);
    expect(result).toEqual({ kind: 'EXHAUSTED', level, unit, cap, used: 0, wanted: use(1).worst[unit] });
    expect(books).toBe(EMPTY);
  });

  it('exactly the cap has room, one more has not', () => {
    const exact = { ...CAPS, runMicroUsd: 10, componentMicroUsd: 10, monthMicroUsd: 10, taskTokens: 100 };
    const { books, result } = reserve(EMPTY, use(1), exact);
    expect(result.kind).toBe('RESERVED');
    const free = { microUsd: 0, tokens: 0, seconds: 0 };
    expect(reserve(books, use(2, { worst: free }), exact).result.kind).toBe('RESERVED');
    expect(reserve(books, use(2, { worst: { ...free, microUsd: 1 } }), exact).result.kind).toBe('EXHAUSTED');
  });

  it('what is never settled stays spent in full: unknown never reads as unspent', () => {
    const { books } = reserve(EMPTY, use(1), CAPS);
    const [later] = [usedOf(books.month, 'code-reviewer')];
    expect(later).toEqual(spent(10));
    expect(usedOf(settle(books, 'use-1', null).books.month)).toEqual(spent(10));
  });

  it('what took more than was set aside counts in full, and the next one finds less room', () => {
    const { books } = settle(reserve(EMPTY, use(1), CAPS).books, 'use-1', spent(29));
    expect(usedByRun(books.run).microUsd).toBe(29);
    expect(reserve(books, use(2), CAPS).result).toMatchObject({ kind: 'EXHAUSTED', level: 'RUN', used: 29 });
  });
});

/** A step of a history: which id, and what it does. */
const amount: fc.Arbitrary<Amount> = fc.record({
  microUsd: fc.nat({ max: 40 }),
  tokens: fc.nat({ max: 120 }),
  seconds: fc.nat({ max: 20 }),
});
const step = fc.record({ id: fc.nat({ max: 4 }), kind: fc.constantFrom('RESERVE', 'SETTLE', 'CHARGE'), amount });
type StepOf = typeof step extends fc.Arbitrary<infer T> ? T : never;

function apply(books: Books, { id, kind, amount: what }: StepOf): Books {
  if (kind === 'RESERVE') return reserve(books, use(id, { worst: what }), CAPS).books;
  if (kind === 'CHARGE') return charge(books, [{ ...use(100 + id), component: 'tests', amount: what }]);
  return books.run.entries.some((entry) => entry.id === `use-${id}`) ? settle(books, `use-${id}`, what).books : books;
}

describe('properties of the ledger', () => {
  const histories = fc.array(step, { maxLength: 30 });

  it('the month is the sum of its entries at every moment, what is open counted at its worst', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const books = steps.reduce(apply, EMPTY);
        expect(usedOf(books.month)).toEqual(usedByRun(books.run));
        for (const { reserved, spent: paid } of Object.values(books.month.components))
          for (const value of [...Object.values(reserved), ...Object.values(paid)])
            expect(value).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('reservations alone never exceed a cap', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const books = steps.filter(({ kind }) => kind === 'RESERVE').reduce(apply, EMPTY);
        expect(usedByRun(books.run).microUsd).toBeLessThanOrEqual(CAPS.runMicroUsd);
        expect(usedByRun(books.run).tokens).toBeLessThanOrEqual(CAPS.runTokens);
        expect(usedByRun(books.run).seconds).toBeLessThanOrEqual(CAPS.runSeconds);
        expect(usedOf(books.month, 'code-reviewer').microUsd).toBeLessThanOrEqual(CAPS.componentMicroUsd);
      }),
    );
  });

  it('every step sent again changes nothing', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        let books = EMPTY;
        for (const one of steps) {
          const once = apply(books, one);
          // What was refused may be refused again; it is written neither time.
          expect(apply(once, one)).toEqual(once);
          books = once;
        }
      }),
    );
  });
});
