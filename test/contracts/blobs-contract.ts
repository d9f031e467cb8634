import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Blobs } from '../../lambdas/ports.ts';
import { withAdapter, type AdapterUnderTest, type MakeAdapter } from './adapter-under-test.ts';
import { blobKey } from './samples.ts';

/** Every adapter of Blobs passes this. */
export function blobsContract(name: string, make: MakeAdapter<AdapterUnderTest<Blobs>>): void {
  const on = withAdapter(make);
  const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('utf8'));

  describe(`Blobs contract: ${name}`, () => {
    it(
      'gives back text and bytes as they were put',
      on(async ({ port, other }) => {
        const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
        await port.put(blobKey('releases/r1/raw'), bytes);
        await port.put(blobKey('releases/r1/diff.patch'), 'zwölf\n');
        await port.put(blobKey('empty'), '');
        expect(await other.get(blobKey('releases/r1/raw'))).toEqual(bytes);
        expect(text(await other.get(blobKey('releases/r1/diff.patch')))).toBe('zwölf\n');
        expect(await port.get(blobKey('empty'))).toEqual(new Uint8Array());
      }),
    );

    it(
      'has null for a key that was never put',
      on(async ({ port }) => {
        expect(await port.get(blobKey('releases/r1/none'))).toBeNull();
      }),
    );

    it(
      'replaces a key, and a reader sees one content or the other',
      on(async ({ port, other }) => {
        const contents = ['a'.repeat(50_000), 'b'.repeat(70_000)];
        await port.put(blobKey('k'), contents[0]!);
        const puts = Array.from({ length: 10 }, (_, i) => (i % 2 ? port : other).put(blobKey('k'), contents[i % 2]!));
        const reads = Array.from({ length: 10 }, () => port.get(blobKey('k')));
        await Promise.all(puts);
        for (const read of await Promise.all(reads)) expect(contents).toContain(text(read));
      }),
    );

    it(
      'keeps a key apart from keys below it',
      on(async ({ port }) => {
        await port.put(blobKey('a'), '1');
        await port.put(blobKey('a/b'), '2');
        await port.put(blobKey('a/b/c'), '3');
        expect(await Promise.all(['a', 'a/b', 'a/b/c'].map(async (k) => text(await port.get(blobKey(k)))))).toEqual([
          '1',
          '2',
          '3',
        ]);
      }),
    );

    it.each(['../secret', '/etc/passwd', 'a/../../b', 'a//b', '.hidden', 'a\\..\\b', 'a\0b', '', 'a/', 'é'])(
      'refuses the key %j',
      (key) =>
        on(async ({ port }) => {
          await expect(port.put(blobKey(key), 'x')).rejects.toThrow(InvalidInput);
          await expect(port.get(blobKey(key))).rejects.toThrow(InvalidInput);
        })(),
    );
  });
}
