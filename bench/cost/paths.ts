import { DIFF } from '../../test/support/some-change.ts';

/** One way through the graph: what differs from a change that is deployed with nothing going wrong. */
export type Path = {
  readonly name: string;
  readonly diff: string;
  readonly gates: 'PASSED' | 'FAILED';
  /** Of its calls, how many fail. */
  readonly canaryErrors: number;
  readonly approved: boolean;
  readonly outcome: string;
};

const DOCS = `diff --git a/docs/search.md b/docs/search.md
index 1111111..2222222 100644
--- a/docs/search.md
+++ b/docs/search.md
@@ -1,2 +1,2 @@
 # Search
-Finds a product by its name.
+Finds a product by its name, whatever the case.
`;
const good: Path = { name: '', diff: DIFF, gates: 'PASSED', canaryErrors: 0, approved: true, outcome: 'DEPLOYED' };

export const PATHS: readonly Path[] = [
  { ...good, name: 'documentation only', diff: DOCS },
  { ...good, name: 'rejected at gates', gates: 'FAILED', outcome: 'REJECTED' },
  { ...good, name: 'canary withdrawn', canaryErrors: 0.2, outcome: 'ROLLED_BACK' },
  { ...good, name: 'approval expired', approved: false, outcome: 'EXPIRED' },
  { ...good, name: 'deployed' },
];
