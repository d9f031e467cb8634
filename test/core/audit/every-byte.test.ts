import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exportLines } from '../../../core/audit/export-lines.ts';
import { verifyExport } from '../../../core/audit/verify-export.ts';
import { A, chained, twoReleases } from './a-log.ts';

describe('verifyExport: any byte', () => {
  const bytes = Buffer.from(exportLines(twoReleases));
  const lineAt = (index: number) => bytes.subarray(0, index).filter((b) => b === 0x0a).length + 1;
  const position = fc.nat({ max: bytes.length - 1 });
  const byte = fc.nat({ max: 255 });
  const expectNamed = (changed: Uint8Array, line: number) => {
    const { problems } = verifyExport(changed);
    // A changed line end joins two lines; the record is named where it stood or where it would stand.
    expect(problems.some((p) => Math.abs(p.line - line) <= 1)).toBe(true);
    return problems;
  };

  it('a changed byte is named, on its line and nowhere else', () => {
    fc.assert(
      fc.property(position, byte, (index, value) => {
        fc.pre(bytes[index] !== value);
        const changed = Buffer.from(bytes);
        changed[index] = value;
        const problems = expectNamed(changed, lineAt(index));
        const joins = bytes[index] === 0x0a || value === 0x0a;
        if (!joins) expect(problems.map((p) => p.line)).toEqual([lineAt(index)]);
      }),
      { numRuns: 500 },
    );
  });

  it('every byte of a file counts', () => {
    const small = Buffer.from(exportLines(chained(A, 2)));
    for (let index = 0; index < small.length; index += 1) {
      const changed = Buffer.from(small);
      changed[index]! ^= 0x01;
      expect(verifyExport(changed).problems).not.toEqual([]);
    }
  });

  it('an inserted or deleted byte is named', () => {
    fc.assert(
      fc.property(position, byte, fc.boolean(), (index, value, insert) => {
        const middle = insert ? [value] : [];
        const after = bytes.subarray(insert ? index : index + 1);
        expectNamed(Buffer.concat([bytes.subarray(0, index), Buffer.from(middle), after]), lineAt(index));
      }),
      { numRuns: 200 },
    );
  });

  it('never throws, whatever the file holds', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => void verifyExport(junk)));
    fc.assert(fc.property(fc.array(fc.json(), { maxLength: 5 }), (l) => void verifyExport(l.join('\n'))));
  });
});
