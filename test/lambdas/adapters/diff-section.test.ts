import { describe, expect, it } from '@jest/globals';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { parseDiff } from '../../../core/change/parse-diff.ts';
import { diffSection, type Side } from '../../../lambdas/adapters/diff-section.ts';

const side = (content: string | Uint8Array, { path = 'a', mode = '100644', id = '1' } = {}): Side => ({
  entry: { path, mode, id: id.repeat(40) },
  content: Buffer.from(content),
});
const other = { id: '2' };

describe('diffSection', () => {
  it('says what turns one text into the other, whatever the texts', () => {
    const line = fc.constantFrom('', 'a', 'b', '-', '+++ b/x', '@@ -1 +1 @@', 'diff --git a/a b/a', 'é', 'c\r', '\\');
    const text = fc
      .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
      .map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        const section = diffSection(side(before), side(after, other));
        expect(parseDiff(section)).toMatchObject([{ path: 'a', oldPath: null, status: 'MODIFIED' }]);
        expect(applyPatch(before, section, { autoConvertLineEndings: false })).toBe(after);
      }),
    );
  });

  it('carries every name through the parser', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (name) => {
        fc.pre(name.isWellFormed() && !name.includes('\0'));
        const sections = [diffSection(null, side('x', { path: name })), diffSection(side('x', { path: name }), null)];
        expect(sections.map((section) => parseDiff(section)[0]?.path)).toEqual([name, name]);
      }),
    );
  });

  it('shows a rename, a mode and a file that became a link', () => {
    const renamed = diffSection(
      side('x\n', { path: 'old "n"' }),
      side('y\n', { path: 'new\tn', mode: '100755', ...other }),
    );
    expect(parseDiff(renamed)).toMatchObject([
      { status: 'RENAMED', oldPath: 'old "n"', path: 'new\tn', modeChanged: true },
    ]);
    const turned = parseDiff(diffSection(side('x\n'), side('target', { mode: '120000', ...other })));
    expect(turned).toMatchObject([
      { status: 'DELETED', type: 'FILE' },
      { status: 'ADDED', type: 'SYMLINK' },
    ]);
  });

  it('shows two texts that are not alike at all as replaced, soon', () => {
    const lines = (word: string) => Array.from({ length: 20_000 }, (_, i) => `${word}${i}\n`).join('');
    const [file] = parseDiff(diffSection(side(lines('a')), side(`${lines('b')}end`, other)));
    expect([file?.linesRemoved, file?.addedLines.length]).toEqual([20_000, 20_001]);
  });

  it('takes a zero byte among the first 8000 as binary, as git does', () => {
    const at = (zero: number) => Buffer.alloc(9000, 'a\n').fill(0, zero, zero + 1);
    const binary = (zero: number) => parseDiff(diffSection(side('a\n'), side(at(zero), other)))[0]?.binary;
    expect([binary(0), binary(7999), binary(8000)]).toEqual([true, true, false]);
  });
});
