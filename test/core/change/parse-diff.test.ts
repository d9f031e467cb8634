import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDiff } from '../../../core/change/parse-diff.ts';
import { InvalidInput } from '../../../core/contracts/errors.ts';

const ZERO = '0'.repeat(40);
const modified = (name: string, body: string) =>
  `diff --git a/${name} b/${name}\nindex ${ZERO}..${ZERO} 100644\n--- a/${name}\n+++ b/${name}\n${body}`;

describe('parseDiff', () => {
  it('reads names, line numbers and counts', () => {
    const [file] = parseDiff(
      modified(
        'src/a.ts',
        '@@ -10,3 +10,4 @@ function f() {\n keep\n-old\n+new\n+more\n keep\n@@ -40 +41,2 @@\n x\n+y\n',
      ),
    );
    expect(file).toMatchObject({ path: 'src/a.ts', oldPath: null, status: 'MODIFIED', binary: false, linesRemoved: 1 });
    expect(file?.addedLines).toEqual([
      { line: 11, text: 'new' },
      { line: 12, text: 'more' },
      { line: 42, text: 'y' },
    ]);
    expect(file?.removedLines).toEqual([{ line: 11, text: 'old' }]);
  });

  it.each([
    [
      'rename',
      'diff --git a/old name.ts b/new name.ts\nsimilarity index 100%\nrename from old name.ts\nrename to new name.ts\n',
      { path: 'new name.ts', oldPath: 'old name.ts', status: 'RENAMED' },
    ],
    [
      'quoted name',
      'diff --git "a/tab\\tand\\"quote\\"" "b/tab\\tand\\"quote\\""\nnew file mode 100644\nindex 0..1\n',
      { path: 'tab\tand"quote"', status: 'ADDED' },
    ],
    [
      'octal name',
      'diff --git "a/caf\\303\\251" "b/caf\\303\\251"\nold mode 100644\nnew mode 100755\n',
      { path: 'café', modeChanged: true },
    ],
    [
      'unicode name',
      'diff --git a/naïve-日本.md b/naïve-日本.md\ndeleted file mode 100644\nindex 1..0\n',
      { path: 'naïve-日本.md', status: 'DELETED' },
    ],
    [
      'binary',
      'diff --git a/x.png b/x.png\nnew file mode 100644\nindex 0..1\nBinary files /dev/null and b/x.png differ\n',
      { path: 'x.png', binary: true, status: 'ADDED' },
    ],
    ['name with b/ in it', 'diff --git a/x b/y b/x b/y\nnew file mode 100644\nindex 0..1\n', { path: 'x b/y' }],
    [
      'folder called a',
      'diff --git a/a/a/x b/a/a/x\nnew file mode 100755\nindex 0..1\n',
      { path: 'a/a/x', executable: true },
    ],
    [
      'link',
      'diff --git a/README.md b/README.md\nindex 1234567..89abcde 120000\n--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n',
      { type: 'SYMLINK' },
    ],
    [
      'submodule',
      'diff --git a/dep b/dep\nindex 1234567..89abcde 160000\n--- a/dep\n+++ b/dep\n@@ -1 +1 @@\n-Subproject commit a\n+Subproject commit b\n',
      { type: 'SUBMODULE' },
    ],
    [
      'name that ends in a space',
      'diff --git a/x.md  b/x.md \nindex 1..2 100644\n--- a/x.md \t\n+++ b/x.md \t\n@@ -1 +1 @@\n-a\n+b\n',
      { path: 'x.md ' },
    ],
  ])('%s', (_name, diff, expected) => {
    const files = parseDiff(diff);
    expect(files).toHaveLength(1);
    expect(files[0]).toMatchObject(expected);
  });

  it('takes content that looks like a head for content', () => {
    const hostile = [
      '+++ b/../../etc/passwd',
      '--- a/x',
      '@@ -1,9 +1,9 @@',
      'diff --git a/q b/q',
      'rename to z',
      '\rdiff --git a/r b/r',
      '\u2028diff --git a/s b/s',
    ];
    const body = `@@ -0,0 +1,${hostile.length} @@\n${hostile.map((l) => `+${l}\n`).join('')}`;
    const files = parseDiff(modified('a.txt', body) + modified('b.txt', '@@ -1 +1 @@\n-a\n+b\n'));
    expect(files.map(({ path }) => path)).toEqual(['a.txt', 'b.txt']);
    expect(files[0]?.addedLines.map(({ text }) => text)).toEqual(hostile);
  });

  it('takes a removed line of two dashes for content', () => {
    const [file] = parseDiff(modified('a.sql', '@@ -1,2 +1 @@\n--- DROP TABLE x\n--- b\n+++ c\n'));
    expect(file?.removedLines.map(({ text }) => text)).toEqual(['-- DROP TABLE x', '-- b']);
    expect(file?.addedLines).toEqual([{ line: 1, text: '++ c' }]);
  });

  it('drops the carriage return of CRLF files and counts a missing last newline as none', () => {
    const [file] = parseDiff(modified('a.txt', '@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n\\ No newline at end of file\n'));
    expect(file?.addedLines).toEqual([{ line: 2, text: 'c' }]);
  });

  it.each([
    ['no git diff', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n'],
    ['prefixes turned off', 'diff --git x x\nnew file mode 100644\n--- /dev/null\n+++ x\n@@ -0,0 +1 @@\n+a\n'],
    ['counts that do not add up', modified('x', '@@ -1 +1,3 @@\n-a\n+SECRETLINE\n')],
  ])('refuses %s without repeating a line of it', (_name, diff) => {
    expect(() => parseDiff(diff)).toThrow(InvalidInput);
    expect(() => parseDiff(diff)).not.toThrow(/SECRETLINE/);
  });

  it('gives back every added line, whatever it is', () => {
    const line = fc.string({ unit: 'binary' }).map((s) => s.replace(/[\n\r]/g, ''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const body = `@@ -0,0 +1,${lines.length} @@\n${lines.map((l) => `+${l}\n`).join('')}`;
        expect(parseDiff(modified('x', body))[0]?.addedLines.map(({ text }) => text)).toEqual(lines);
      }),
    );
  });
});
