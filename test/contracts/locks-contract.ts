import { describe, expect, it } from '@jest/globals';
import type { Locks } from '../../lambdas/ports.ts';
import { withAdapter, type AdapterUnderTest, type MakeAdapter } from './adapter-under-test.ts';
import { releaseIdOf, service } from './samples.ts';

/** Every adapter of Locks passes this. */
export function locksContract(name: string, make: MakeAdapter<AdapterUnderTest<Locks>>): void {
  const on = withAdapter(make);
  const [a, b, c] = [releaseIdOf(1), releaseIdOf(2), releaseIdOf(3)];
  const shop = service();

  describe(`Locks contract: ${name}`, () => {
    it(
      'has one holder for each service and environment (001-63, K16)',
      on(async ({ port, other }) => {
        expect(await port.holder(shop, 'production')).toBeNull();
        expect(await port.take(shop, 'production', a, 10)).toEqual({ kind: 'ACQUIRED', fence: 1 });
        expect(await other.take(shop, 'production', b, 11)).toEqual({
          kind: 'BUSY',
          holder: { releaseId: a, fence: 1, at: 10 },
          position: 1,
        });
        expect(await other.take(shop, 'staging', b, 12)).toMatchObject({ kind: 'ACQUIRED' });
        expect(await other.take(service('other'), 'production', b, 12)).toMatchObject({ kind: 'ACQUIRED' });
        expect(await other.holder(shop, 'production')).toEqual({ releaseId: a, fence: 1, at: 10 });
      }),
    );

    it(
      'asking again changes nothing, for the holder and for a waiter',
      on(async ({ port }) => {
        await port.take(shop, 'production', a, 10);
        await port.take(shop, 'production', b, 11);
        await port.take(shop, 'production', c, 12);
        expect(await port.take(shop, 'production', a, 13)).toEqual({ kind: 'ACQUIRED', fence: 1 });
        expect(await port.take(shop, 'production', c, 14)).toMatchObject({ kind: 'BUSY', position: 2 });
        expect(await port.take(shop, 'production', b, 15)).toMatchObject({ kind: 'BUSY', position: 1 });
      }),
    );

    it(
      'serves waiters in the order in which they first asked, with growing fences',
      on(async ({ port }) => {
        for (const id of [a, b, c]) await port.take(shop, 'production', id, 10);
        await port.release(shop, 'production', a);
        expect(await port.take(shop, 'production', c, 20)).toMatchObject({ kind: 'BUSY', position: 1 });
        expect(await port.take(shop, 'production', b, 21)).toEqual({ kind: 'ACQUIRED', fence: 2 });
        await port.release(shop, 'production', b);
        expect(await port.take(shop, 'production', c, 22)).toEqual({ kind: 'ACQUIRED', fence: 3 });
      }),
    );

    it(
      'a waiter can leave the queue, and a stranger changes nothing',
      on(async ({ port }) => {
        for (const id of [a, b, c]) await port.take(shop, 'production', id, 10);
        await port.release(shop, 'production', b);
        await port.release(shop, 'production', releaseIdOf(9));
        await port.release(service('other'), 'production', a);
        expect(await port.take(shop, 'production', c, 11)).toMatchObject({ kind: 'BUSY', position: 1 });
      }),
    );

    it(
      'evicts only the holder with the right fence',
      on(async ({ port }) => {
        await port.take(shop, 'production', a, 10);
        await port.take(shop, 'production', b, 11);
        await port.evict(shop, 'production', 2);
        expect((await port.holder(shop, 'production'))?.releaseId).toBe(a);
        await port.evict(shop, 'production', 1);
        await port.evict(shop, 'production', 1);
        expect(await port.take(shop, 'production', b, 12)).toEqual({ kind: 'ACQUIRED', fence: 2 });
        expect(await port.take(shop, 'production', a, 13)).toMatchObject({ kind: 'BUSY', position: 1 });
      }),
    );

    it(
      'a free lock remembers its fence',
      on(async ({ port }) => {
        await port.take(shop, 'production', a, 10);
        await port.release(shop, 'production', a);
        expect(await port.holder(shop, 'production')).toBeNull();
        expect(await port.take(shop, 'production', a, 11)).toEqual({ kind: 'ACQUIRED', fence: 2 });
      }),
    );

    it(
      'of many that ask at once exactly one gets it',
      on(async ({ port, other }) => {
        const all = Array.from({ length: 12 }, (_, i) =>
          (i % 2 ? port : other).take(shop, 'production', releaseIdOf(i), 10),
        );
        const results = await Promise.all(all);
        expect(results.filter((r) => r.kind === 'ACQUIRED')).toHaveLength(1);
        const places = results.flatMap((r) => (r.kind === 'BUSY' ? [r.position] : [])).toSorted((x, y) => x - y);
        expect(places).toEqual(Array.from({ length: 11 }, (_, i) => i + 1));
      }),
    );
  });
}
