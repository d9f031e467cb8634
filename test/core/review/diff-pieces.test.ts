import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffPieces } from '../../../core/review/diff-pieces.ts';
import { fileDiff } from './diffs.ts';

describe('diffPieces', () => {
  it('cuts into files and whole hunks, losing nothing', () => {
    const diff = fileDiff('a.ts', ['-x', '+y'], ['+z']) + fileDiff('b c.ts', ['+w']);
    const files = diffPieces(diff);
    expect(files.map(({ path, hunks }) => [path, hunks.length])).toEqual([
      ['a.ts', 2],
      ['b c.ts', 1],
    ]);
    expect(files.map(({ header, hunks }) => header + hunks.join('')).join('')).toBe(diff);
  });

  it.each([
    [
      'deleted',
      'diff --git a/old.ts b/old.ts\ndeleted file mode 100644\n--- a/old.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n',
      'old.ts',
    ],
    ['renamed', 'diff --git a/o.ts b/n.ts\nsimilarity index 100%\nrename from o.ts\nrename to n.ts\n', 'n.ts'],
    ['mode', 'diff --git a/x.sh b/x.sh\nold mode 100644\nnew mode 100755\n', 'x.sh'],
    ['binary', 'diff --git a/p.png b/p.png\nindex 1..2 100644\nBinary files a/p.png and b/p.png differ\n', 'p.png'],
    ['with a space', 'diff --git a/a b.ts b/a b.ts\n--- a/a b.ts\t\n+++ b/a b.ts\t\n@@ -1 +1 @@\n-x\n+y\n', 'a b.ts'],
    [
      'quoted',
      'diff --git "a/a\\"b.ts" "b/a\\"b.ts"\n--- "a/a\\"b.ts"\n+++ "b/a\\"b.ts"\n@@ -1 +1 @@\n-x\n+y\n',
      'a\\"b.ts',
    ],
  ])('names a %s file', (_, diff, path) => {
    expect(diffPieces(diff)).toMatchObject([{ path }]);
    expect(diffPieces(diff)[0]?.hunks).toHaveLength(1);
  });

  it('no content forges a cut, whatever line ends it holds', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '+diff --git a/x b/x',
            '-@@ -1 +1 @@',
            '+a\rdiff --git a/x b/x',
            '+b\u2028@@ -1 +1 @@',
            ' +++ b/z',
          ),
          { minLength: 1 },
        ),
        (lines) => {
          const files = diffPieces(fileDiff('real.ts', lines));
          return files.length === 1 && files[0]?.path === 'real.ts' && files[0].hunks.length === 1;
        },
      ),
    );
  });

  it('an empty diff has no files', () => expect(diffPieces('')).toEqual([]));
});
