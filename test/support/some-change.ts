import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import type { ChangeInspection } from '../../lambdas/ports.ts';
import { commitOf, digestOf, release, service } from '../contracts/samples.ts';

export const HEAD = commitOf(7);
export const DIGEST = digestOf(7);
export const RUNNING = { commit: commitOf(1), digest: digestOf(1) };
export const SHOP = service();

/** One changed line in one file that runs. */
export const DIFF = `diff --git a/src/search.js b/src/search.js
index 1111111..2222222 100644
--- a/src/search.js
+++ b/src/search.js
@@ -1,2 +1,2 @@
 export const find = (items, text) =>
-  items.filter((item) => item.name.includes(text));
+  items.filter((item) => item.name.toLowerCase().includes(text));
`;

export const someChange = (over: Partial<ChangeInspection> = {}): ChangeInspection => ({
  diff: DIFF,
  digest: DIGEST,
  authors: ['dev@example.com'],
  trailers: [],
  ...over,
});

export const someEvent = (over: Partial<ChangeSubmitted> = {}): ChangeSubmitted => ({
  ...release(7).change,
  description: 'Finds a product whatever the case of its name.',
  ...over,
});
