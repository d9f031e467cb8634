import { blobKeySchema } from '../../../core/contracts/ids.ts';
import { checked } from '../../../lambdas/kit/checked.ts';
import type { Blobs } from '../../../lambdas/ports.ts';

export type BlobStore = Map<string, Uint8Array>;

export function createBlobs(store: BlobStore): Blobs {
  return {
    put: async (key, content) => {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content.slice();
      store.set(checked(blobKeySchema, key, 'blob key'), bytes);
    },
    get: async (key) => store.get(checked(blobKeySchema, key, 'blob key')) ?? null,
  };
}
