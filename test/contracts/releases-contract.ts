import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Release } from '../../core/contracts/release.ts';
import type { Releases } from '../../lambdas/ports.ts';
import { withAdapter, type AdapterUnderTest, type MakeAdapter } from './adapter-under-test.ts';
import { digestOf, release, releaseIdOf, service, T0 } from './samples.ts';

/** Every adapter of Releases passes this. */
export function releasesContract(name: string, make: MakeAdapter<AdapterUnderTest<Releases>>): void {
  const on = withAdapter(make);
  const openedAt = (minute: number) => ({ openedAt: new Date(Date.parse(T0) + minute * 60_000).toISOString() });
  const ids = (releases: readonly Release[]) => releases.map((r) => r.releaseId);
  const one = releaseIdOf(1);
  const stop = { kind: 'CANCEL', by: 'ada', reason: 'not today', at: T0 } as const;

  describe(`Releases contract: ${name}`, () => {
    it(
      'creates a release once, however often and from wherever',
      on(async ({ port, other }) => {
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, i) => (i % 2 ? port : other).create(release(1))),
        );
        expect(results.filter((r) => r === 'CREATED')).toHaveLength(1);
        expect(await port.create(release(1, { at: 'elsewhere' }))).toBe('EXISTS');
        expect(await other.get(one)).toEqual(release(1));
      }),
    );

    it(
      'lists newest first, by status, up to a limit',
      on(async ({ port }) => {
        for (const [n, minute] of [
          [1, 5],
          [2, 9],
          [3, 7],
        ] as const)
          await port.create(release(n, openedAt(minute)));
        await port.close(releaseIdOf(3), 'REJECTED', Date.parse(T0));
        expect(ids(await port.list())).toEqual([2, 3, 1].map(releaseIdOf));
        expect(ids(await port.list({ status: 'OPEN' }))).toEqual([2, 1].map(releaseIdOf));
        expect(ids(await port.list({ status: 'CLOSED', limit: 5 }))).toEqual([releaseIdOf(3)]);
        expect(ids(await port.list({ limit: 2 }))).toEqual([2, 3].map(releaseIdOf));
      }),
    );

    it(
      'finds the open releases of one change of one service, newest first',
      on(async ({ port }) => {
        const changed = (n: number, change: Partial<Release['change']>) =>
          release(n, { change: { ...release(n).change, ...change } });
        await port.create(release(1, openedAt(1)));
        await port.create(release(2, openedAt(2)));
        await port.create(changed(3, { change: 'branch/other' }));
        await port.create(changed(4, { repository: 'other' }));
        await port.create(changed(5, { service: service('other') }));
        await port.create(release(6));
        await port.close(releaseIdOf(6), 'DEPLOYED', 0);
        expect(ids(await port.openOf('shop', 'branch/faster', service()))).toEqual([2, 1].map(releaseIdOf));
      }),
    );

    it(
      'sets evidence and step',
      on(async ({ port }) => {
        await port.create(release(1));
        await port.setEvidence(one, { digest: digestOf(5), configHash: digestOf(6) });
        await port.setAt(one, 'canary');
        expect(await port.get(one)).toEqual(release(1, { digest: digestOf(5), configHash: digestOf(6), at: 'canary' }));
      }),
    );

    it(
      'keeps the first request to stop',
      on(async ({ port, other }) => {
        await port.create(release(1));
        const first = await port.requestStop(one, stop);
        const second = await other.requestStop(one, { ...stop, kind: 'SUPERSEDE', by: 'interlock' });
        expect(first?.stop).toEqual(stop);
        expect(second).toEqual(first);
      }),
    );

    it(
      'never changes a closed release',
      on(async ({ port }) => {
        await port.create(release(1));
        await port.close(one, 'ROLLED_BACK', Date.parse(T0));
        const closed = release(1, { status: 'CLOSED', outcome: 'ROLLED_BACK', closedAt: T0 });
        await port.close(one, 'DEPLOYED', Date.parse(T0) + 1);
        await port.setAt(one, 'late');
        await port.setEvidence(one, { digest: digestOf(5), configHash: digestOf(6) });
        expect(await port.requestStop(one, stop)).toEqual(closed);
        expect(await port.get(one)).toEqual(closed);
      }),
    );

    it(
      'loses no change when two instances write at once',
      on(async ({ port, other }) => {
        await port.create(release(1));
        await Promise.all([
          port.setAt(one, 'canary'),
          other.requestStop(one, stop),
          port.setEvidence(one, { digest: digestOf(5), configHash: digestOf(6) }),
        ]);
        expect(await port.get(one)).toEqual(
          release(1, { at: 'canary', stop, digest: digestOf(5), configHash: digestOf(6) }),
        );
      }),
    );

    it(
      'says so of a release that is not there',
      on(async ({ port }) => {
        expect(await port.get(one)).toBeNull();
        expect(await port.requestStop(one, stop)).toBeNull();
        await expect(port.setAt(one, 'x')).rejects.toThrow(InvalidInput);
        await expect(port.close(one, 'DEPLOYED', 0)).rejects.toThrow(InvalidInput);
        expect(await port.list()).toEqual([]);
      }),
    );
  });
}
