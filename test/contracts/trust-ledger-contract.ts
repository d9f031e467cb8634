import { describe, expect, it } from '@jest/globals';
import { releaseIdSchema } from '../../core/contracts/ids.ts';
import type { TrustEntry } from '../../core/contracts/trust-entry.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { TrustLedger } from '../../lambdas/ports.ts';
import { withAdapter, type AdapterUnderTest, type MakeAdapter } from './adapter-under-test.ts';

const entry = (n: number, over: Partial<TrustEntry> = {}): TrustEntry => ({
  releaseId: releaseIdSchema.parse(`rel-${String(n).padStart(20, '0')}`),
  agent: 'builder-01',
  repository: 'acme/shop',
  change: `pr/${n}`,
  riskClass: 'LOW',
  outcome: 'DEPLOYED',
  model: null,
  promptHash: null,
  closedAt: `2026-01-0${n}T10:00:00.000Z`,
  ...over,
});

/** Every adapter of TrustLedger passes this. */
export function trustLedgerContract(name: string, make: MakeAdapter<AdapterUnderTest<TrustLedger>>): void {
  const on = withAdapter(make);

  describe(`TrustLedger contract: ${name}`, () => {
    it(
      'gives the entries of one author in one repository, oldest first, in whatever order they came',
      on(async ({ port, other }) => {
        await port.add(entry(2, { outcome: 'ROLLED_BACK', model: 'm "1"', promptHash: 'sha256:1' }));
        await port.add(entry(1));
        await port.add(entry(3, { agent: 'builder-02' }));
        await port.add(entry(4, { repository: 'acme/blog' }));
        const found = await other.entries('builder-01', 'acme/shop');
        expect(found).toEqual([entry(1), entry(2, { outcome: 'ROLLED_BACK', model: 'm "1"', promptHash: 'sha256:1' })]);
        expect(await port.entries('nobody', 'acme/shop')).toEqual([]);
      }),
    );

    it(
      'keeps one entry per release, however often it is added',
      on(async ({ port, other }) => {
        await Promise.all([port.add(entry(1)), other.add(entry(1)), port.add(entry(1))]);
        expect(await port.entries('builder-01', 'acme/shop')).toHaveLength(1);
      }),
    );

    it(
      'takes no name for part of another',
      on(async ({ port }) => {
        await port.add(entry(1, { agent: 'a","b', repository: 'c' }));
        expect(await port.entries('a', 'b","c')).toEqual([]);
        expect(await port.entries('a","b', 'c')).toHaveLength(1);
      }),
    );

    it(
      'refuses what is no entry and names the field',
      on(async ({ port }) => {
        const wrong = { ...entry(1), outcome: 'FINE' } as unknown as TrustEntry;
        await expect(port.add(wrong)).rejects.toThrow(InvalidInput);
        await expect(port.add(wrong)).rejects.toThrow(/trust entry: outcome/);
        expect(await port.entries('builder-01', 'acme/shop')).toEqual([]);
      }),
    );
  });
}
