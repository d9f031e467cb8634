import { describe, expect, it } from '@jest/globals';
import type { Controls } from '../../lambdas/ports.ts';
import { withAdapter, type AdapterUnderTest, type MakeAdapter } from './adapter-under-test.ts';
import { digestOf, service } from './samples.ts';

/** Every adapter of Controls passes this. */
export function controlsContract(name: string, make: MakeAdapter<AdapterUnderTest<Controls>>): void {
  const on = withAdapter(make);
  const [shop, blog] = [service('shop'), service('blog')];

  describe(`Controls contract: ${name}`, () => {
    it(
      'stops one service or all of them',
      on(async ({ port, other }) => {
        expect(await port.killSwitch(shop)).toBeNull();
        await port.setKillSwitch(shop, true, 'ada', 'outage');
        expect([await other.killSwitch(shop), await other.killSwitch(blog)]).toEqual(['outage', null]);
        await other.setKillSwitch('*', true, 'ada', 'holidays');
        expect([await port.killSwitch(shop), await port.killSwitch(blog)]).toEqual(['outage', 'holidays']);
      }),
    );

    it(
      'turns off only the scope that is named',
      on(async ({ port }) => {
        await port.setKillSwitch('*', true, 'ada', 'holidays');
        await port.setKillSwitch(shop, false, 'ada', 'over');
        expect(await port.killSwitch(shop)).toBe('holidays');
        await port.setKillSwitch('*', false, 'ada', 'over');
        await port.setKillSwitch('*', false, 'ada', 'over');
        expect(await port.killSwitch(shop)).toBeNull();
      }),
    );

    it(
      'is on without a reason too, and takes the newest reason',
      on(async ({ port }) => {
        await port.setKillSwitch(shop, true, 'ada', '');
        expect(await port.killSwitch(shop)).toBeTruthy();
        await port.setKillSwitch(shop, true, 'bob', 'outage');
        expect(await port.killSwitch(shop)).toBe('outage');
      }),
    );

    it(
      'keeps a digest from one service; the first reason stays',
      on(async ({ port, other }) => {
        await port.addQuarantine(shop, digestOf(1), 'rolled back');
        await other.addQuarantine(shop, digestOf(1), 'again');
        await port.addQuarantine(shop, digestOf(2), '');
        expect(await other.quarantine(shop, digestOf(1))).toBe('rolled back');
        expect(await port.quarantine(shop, digestOf(2))).toBeTruthy();
        expect(await port.quarantine(shop, digestOf(3))).toBeNull();
        expect(await port.quarantine(blog, digestOf(1))).toBeNull();
      }),
    );
  });
}
