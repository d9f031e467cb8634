import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidInput, Transient } from '../../core/contracts/errors.ts';
import { blobKeySchema } from '../../core/contracts/ids.ts';
import type { Blobs } from '../../lambdas/ports.ts';
import { checked } from '../../lambdas/kit/checked.ts';
import { replaceFile } from './write-file.ts';

/** Blobs as files in `<home>/blobs`, written whole or not at all. */
export function createBlobs(home: string): Blobs {
  const folder = path.join(home, 'blobs');
  return {
    put: async (key, content) => fileCall(key, () => replaceFile(fileOf(folder, key), content)),
    get: async (key) =>
      fileCall(key, () => {
        try {
          return new Uint8Array(readFileSync(fileOf(folder, key)));
        } catch (error) {
          if (codeOf(error) === 'ENOENT') return null;
          throw error;
        }
      }),
  };
}

/** Folders end in "+", which no key contains: the blobs "a" and "a/b" can both be there. */
function fileOf(folder: string, key: string): string {
  const segments = checked(blobKeySchema, key, 'blob key').split('/');
  return path.join(folder, ...segments.slice(0, -1).map((segment) => `${segment}+`), segments.at(-1)!);
}

function fileCall<T>(key: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    if (code === 'ENAMETOOLONG') throw new InvalidInput(`blob key ${key}: a segment is too long for a file name`);
    throw new Transient(`blob ${key}: ${code}`, { cause: error });
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
