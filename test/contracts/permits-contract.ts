import { describe, expect, it } from '@jest/globals';
import type { Permits } from '../../lambdas/ports.ts';
import { withAdapter, type AdapterUnderTest, type MakeAdapter } from './adapter-under-test.ts';
import { permit, releaseIdOf } from './samples.ts';

/** Every adapter of Permits passes this. */
export function permitsContract(name: string, make: MakeAdapter<AdapterUnderTest<Permits>>): void {
  const on = withAdapter(make);
  const one = releaseIdOf(1);

  describe(`Permits contract: ${name}`, () => {
    it(
      'issues one permit a release; the first stays',
      on(async ({ port, other }) => {
        expect(await port.get(one)).toBeNull();
        expect(await port.issue(permit(1))).toBe('ISSUED');
        expect(await other.issue(permit(1, { fence: 9 }))).toBe('EXISTS');
        expect(await other.get(one)).toEqual(permit(1));
      }),
    );

    it(
      'is consumed by one shift, which may ask again',
      on(async ({ port, other }) => {
        await port.issue(permit(1));
        const shifts = ['s0', 's1', 's2', 's3'];
        const results = await Promise.all(shifts.map((s, i) => (i % 2 ? port : other).consume(one, s)));
        expect(results.filter(Boolean)).toHaveLength(1);
        const winner = shifts[results.indexOf(true)]!;
        expect(await port.consume(one, winner)).toBe(true);
        expect(await other.get(one)).toEqual(permit(1, { consumedBy: winner }));
      }),
    );

    it(
      'gives nothing without a permit or for another release',
      on(async ({ port }) => {
        await port.issue(permit(1));
        expect(await port.consume(releaseIdOf(2), 's')).toBe(false);
      }),
    );

    it(
      'cannot be consumed once it has expired, and stays consumed if it was in time',
      on(async ({ port, clock }) => {
        await port.issue(permit(1));
        await port.issue(permit(2));
        clock.advance(299_999);
        expect(await port.consume(one, 's')).toBe(true);
        clock.advance(1);
        expect(await port.consume(one, 's')).toBe(true);
        expect(await port.consume(releaseIdOf(2), 's')).toBe(false);
      }),
    );
  });
}
