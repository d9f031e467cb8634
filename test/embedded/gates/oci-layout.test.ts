import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import { readOciLayout } from '../../../embedded/gates/oci-layout.ts';
import { MANIFEST, writeOciLayout } from '../../support/oci-layout.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'interlock-oci-'))));
afterEach(() => rmSync(folder, { recursive: true }));
const blob = (digest: string) => join(folder, 'blobs/sha256', digest.replace('sha256:', ''));

describe('an OCI image layout', () => {
  it('is read whole: what a manifest refers to comes before it', async () => {
    const { digest, layers } = writeOciLayout(folder, ['one', 'two'], { platforms: 2 });
    const layout = await readOciLayout(folder, null);
    expect(layout.digest).toBe(digest);
    expect(layout.manifests).toHaveLength(3);
    expect(layout.manifests.at(-1)?.digest).toBe(digest);
    expect(layout.blobs.map((b) => b.digest)).toEqual(expect.arrayContaining([...layers]));
  });

  it.each<[string, (made: ReturnType<typeof writeOciLayout>) => void, RegExp]>([
    [
      'other bytes of the same length',
      ({ layers }) => writeFileSync(blob(layers[0]!), 'onE'),
      /not what its digest says/,
    ],
    ['more bytes', ({ layers }) => writeFileSync(blob(layers[0]!), 'one more'), /not what its digest says/],
    ['a layer that is missing', ({ layers }) => unlinkSync(blob(layers[0]!)), /is missing/],
    [
      'a link out of the folder',
      ({ layers }) => {
        const outside = join(tmpdir(), `interlock-outside-${process.pid}`);
        writeFileSync(outside, 'one');
        unlinkSync(blob(layers[0]!));
        symlinkSync(outside, blob(layers[0]!));
      },
      /is missing/,
    ],
    ['another manifest', ({ digest }) => writeFileSync(blob(digest), '{}'), /not what its digest says/],
    ['no index', () => unlinkSync(join(folder, 'index.json')), /expected an OCI image layout/],
    ['an index that is no JSON', () => writeFileSync(join(folder, 'index.json'), '<html>'), /no manifest/],
    ['two images', () => writeFileSync(join(folder, 'index.json'), twoImages()), /found 2 images/],
    ['a type that is no image', () => writeOciLayout(folder, ['one'], { mediaType: 'text/html' }), /found the type/],
  ])('%s is refused', async (_, spoil, why) => {
    spoil(writeOciLayout(folder, ['one', 'two']));
    await expect(readOciLayout(folder, null)).rejects.toThrow(InvalidInput);
    await expect(readOciLayout(folder, null)).rejects.toThrow(why);
  });
});

function twoImages(): string {
  const manifest = { mediaType: MANIFEST, digest: `sha256:${'a'.repeat(64)}`, size: 1 };
  return JSON.stringify({ manifests: [manifest, manifest] });
}
