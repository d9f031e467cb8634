import { describe, expect, it } from '@jest/globals';
import { usedByRun, usedOf } from '../../core/budget/books.ts';
import type { Budgets } from '../../lambdas/ports.ts';
import { withAdapter, type AdapterUnderTest, type MakeAdapter } from './adapter-under-test.ts';
import { CAPS, spent, use } from './budget-samples.ts';
import { releaseIdOf } from './samples.ts';

/** Every adapter of Budgets passes this. */
export function budgetsContract(name: string, make: MakeAdapter<AdapterUnderTest<Budgets>>): void {
  const on = withAdapter(make);
  const [a, b] = [releaseIdOf(1), releaseIdOf(2)];
  const MONTH = '2026-01';

  describe(`Budgets contract: ${name}`, () => {
    it(
      'is empty at first, for a month and for a run',
      on(async ({ port }) => {
        expect(await port.month(MONTH)).toEqual({ version: 1, month: MONTH, components: {} });
        expect(await port.run(a)).toEqual({ version: 1, entries: [] });
      }),
    );

    it(
      'sets the worst case aside, and puts what it took in its place; others see both (K22)',
      on(async ({ port, other }) => {
        expect(await port.reserve(a, use(1), CAPS)).toMatchObject({ kind: 'RESERVED', first: true });
        expect((await other.month(MONTH)).components['code-reviewer']).toMatchObject({ reserved: spent(10), calls: 1 });
        expect(await other.settle(a, 'use-1', spent(4))).toEqual(spent(4));
        expect((await port.month(MONTH)).components['code-reviewer']).toMatchObject({
          spent: spent(4),
          reserved: { microUsd: 0, tokens: 0, seconds: 0 },
        });
        expect((await port.run(a)).entries).toMatchObject([{ id: 'use-1', provider: 'model-1', actual: spent(4) }]);
      }),
    );

    it(
      'the same id is reserved once and settled once: the first settlement stands',
      on(async ({ port, other }) => {
        await port.reserve(a, use(1), CAPS);
        expect(await other.reserve(a, use(1), CAPS)).toMatchObject({ kind: 'RESERVED', first: false });
        await port.settle(a, 'use-1', spent(4));
        expect(await other.settle(a, 'use-1', spent(9))).toEqual(spent(4));
        expect(await other.settle(a, 'use-1', null)).toEqual(spent(4));
        expect(usedOf(await port.month(MONTH))).toEqual(spent(4));
      }),
    );

    it(
      'without room nothing is written, and the answer says which cap',
      on(async ({ port }) => {
        for (const n of [1, 2, 3]) await port.reserve(a, use(n), CAPS);
        expect(await port.reserve(a, use(4), CAPS)).toEqual({
          kind: 'EXHAUSTED',
          level: 'RUN',
          unit: 'microUsd',
          cap: 30,
          used: 30,
          wanted: 10,
        });
        expect((await port.run(a)).entries).toHaveLength(3);
        expect(usedOf(await port.month(MONTH))).toEqual({ microUsd: 30, tokens: 300, seconds: 3 });
        expect(await port.reserve(b, use(4), CAPS)).toMatchObject({ kind: 'RESERVED' });
      }),
    );

    it(
      'of many that ask at once, as many get room as there is: together they never exceed a cap',
      on(async ({ port, other }) => {
        const asked = await Promise.all(
          Array.from({ length: 12 }, (_, n) => (n % 2 ? port : other).reserve(releaseIdOf(n), use(n), CAPS)),
        );
        expect(asked.filter(({ kind }) => kind === 'RESERVED')).toHaveLength(5);
        expect(asked.filter((r) => r.kind === 'EXHAUSTED' && r.level === 'COMPONENT')).toHaveLength(7);
        expect(usedOf(await port.month(MONTH)).microUsd).toBe(50);
      }),
    );

    it(
      'what is settled late counts in the month in which it was set aside',
      on(async ({ port }) => {
        await port.reserve(a, use(1), CAPS);
        await port.reserve(a, use(2, { at: '2026-02-01T00:00:00.000Z' }), CAPS);
        await port.settle(a, 'use-1', null);
        expect(usedOf(await port.month('2026-01'))).toEqual(spent(10));
        expect((await port.month('2026-02')).components['code-reviewer']?.reserved).toEqual(spent(10));
        expect(usedByRun(await port.run(a)).microUsd).toBe(20);
      }),
    );

    it(
      'what is spent already is written down past every cap, once for each id',
      on(async ({ port, other }) => {
        const charges = [
          { ...use(1, { component: 'tests' }), amount: spent(500) },
          { ...use(2, { component: 'fuzzer' }), amount: spent(1) },
        ] as const;
        await port.charge(a, charges);
        const books = await other.charge(a, charges);
        expect(books.month.components).toMatchObject({ tests: { spent: spent(500) }, fuzzer: { spent: spent(1) } });
        expect(books.run.entries).toHaveLength(2);
        expect(await port.month(MONTH)).toEqual(books.month);
        expect(await port.reserve(b, use(3), CAPS)).toMatchObject({ kind: 'EXHAUSTED', level: 'MONTH', used: 501 });
      }),
    );

    it(
      'an id that was never reserved is named and changes nothing',
      on(async ({ port }) => {
        await expect(port.settle(a, 'use-9', spent(1))).rejects.toMatchObject({
          name: 'InvalidInput',
          message: 'settlement: found "use-9"; expected an id that was reserved',
        });
        expect(usedOf(await port.month(MONTH)).microUsd).toBe(0);
      }),
    );

    it(
      'what has not the shape of a ledger is refused on its way in',
      on(async ({ port }) => {
        await expect(port.reserve(a, use(1, { worst: { ...spent(1), seconds: 1.5 } }), CAPS)).rejects.toMatchObject({
          name: 'InvalidInput',
          message: expect.stringContaining('budget of'),
        });
        expect(await port.run(a)).toEqual({ version: 1, entries: [] });
      }),
    );
  });
}
