import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidInput, Terminal, Transient } from '../../../core/contracts/errors.ts';
import { createBlobs } from '../../../embedded/store/blobs.ts';
import { createLinkSigner } from '../../../embedded/store/link-signer.ts';
import { createFileOnce } from '../../../embedded/store/write-file.ts';
import { blobKey } from '../../contracts/samples.ts';
import { temporaryHome } from './temporary-home.ts';

let home: ReturnType<typeof temporaryHome>;
beforeEach(() => void (home = temporaryHome()));
afterEach(() => home.end());

describe('blobs', () => {
  it('leaves no temporary file beside a blob and keeps it from other users', async () => {
    await createBlobs(home.home).put(blobKey('a/b'), 'x');
    expect(readdirSync(path.join(home.home, 'blobs/a+'))).toEqual(['b']);
    expect(statSync(path.join(home.home, 'blobs/a+/b')).mode & 0o777).toBe(0o600);
  });

  it('replaces a link instead of writing through it', async () => {
    const outside = path.join(home.home, 'outside');
    writeFileSync(outside, 'untouched');
    mkdirSync(path.join(home.home, 'blobs'));
    symlinkSync(outside, path.join(home.home, 'blobs/k'));
    await createBlobs(home.home).put(blobKey('k'), 'new');
    expect(statSync(outside).size).toBe('untouched'.length);
  });

  it('is Transient when the disk says no and InvalidInput when no file can have the name', async () => {
    writeFileSync(path.join(home.home, 'blobs'), 'a file where the folder should be');
    await expect(createBlobs(home.home).put(blobKey('k'), 'x')).rejects.toThrow(Transient);
    await expect(createBlobs(home.home + '/elsewhere').put(blobKey('k'.repeat(300)), 'x')).rejects.toThrow(
      InvalidInput,
    );
  });
});

describe('link signer', () => {
  const key = () => path.join(home.home, 'link.key');

  it('makes a key of 32 bytes that only its owner can read', () => {
    createLinkSigner(home.home);
    expect([statSync(key()).size, statSync(key()).mode & 0o777]).toEqual([32, 0o600]);
  });

  it('refuses a key that others can read or that is cut', () => {
    createLinkSigner(home.home);
    chmodSync(key(), 0o644);
    expect(() => createLinkSigner(home.home)).toThrow(/mode 644/);
    chmodSync(key(), 0o600);
    writeFileSync(key(), 'short');
    expect(() => createLinkSigner(home.home)).toThrow(Terminal);
  });
});

it('creates a file once: the second content is not written', () => {
  const file = path.join(home.home, 'once/it');
  expect(createFileOnce(file, 'first').toString()).toBe('first');
  expect(createFileOnce(file, 'second').toString()).toBe('first');
  expect(readdirSync(path.dirname(file))).toEqual(['it']);
});
