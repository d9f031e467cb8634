import { describe, expect, it } from '@jest/globals';
import { exportLines } from '../../../core/audit/export-lines.ts';
import { recordHash } from '../../../core/audit/record-hash.ts';
import { verifyExport } from '../../../core/audit/verify-export.ts';
import { verifyRecords } from '../../../core/audit/verify-records.ts';
import type { AuditRecord } from '../../../core/contracts/audit-record.ts';
import { A, B, C, chained, twoReleases } from './a-log.ts';

const whole = exportLines(twoReleases);
const lines = whole.trimEnd().split('\n');
const withLines = (change: (lines: string[]) => void) => {
  const copy = [...lines];
  change(copy);
  return copy.map((line) => `${line}\n`).join('');
};
const named = (content: string | Uint8Array) =>
  verifyExport(content).problems.map(({ releaseId, seq, line }) => [releaseId, seq, line]);
const rehashed = (record: object) => {
  const fields: Partial<AuditRecord> = { ...(record as AuditRecord) };
  delete fields.hash;
  return JSON.parse(exportLines([{ ...(fields as AuditRecord), hash: recordHash(fields) }])) as AuditRecord;
};
const lineOf = (record: object) => exportLines([record as AuditRecord]).trimEnd();

describe('verifyExport: a log as it was written', () => {
  it('says how many records and releases it checked, and what it cannot see', () => {
    const result = verifyExport(whole);
    expect(result).toMatchObject({ checked: 10, releases: 3, problems: [] });
    expect(result.note).toMatch(/cut off.*checkpoints/s);
    expect(verifyExport(Buffer.from(whole))).toEqual(result);
    expect(verifyRecords(twoReleases)).toEqual(result);
  });

  it('accepts one release, and a log without records', () => {
    expect(verifyExport(exportLines(chained(A, 4)))).toMatchObject({ checked: 4, releases: 1, problems: [] });
    expect(verifyExport('')).toMatchObject({ checked: 0, releases: 0, problems: [] });
    expect(verifyExport(new Uint8Array())).toMatchObject({ checked: 0, problems: [] });
  });

  it('orders releases that began in the same millisecond by id', () => {
    const same = [...chained(A, 2), ...chained(B, 1)];
    expect(verifyRecords(same).problems).toEqual([]);
    expect(verifyRecords([...chained(B, 1), ...chained(A, 2)]).problems).not.toEqual([]);
  });
});

describe('verifyExport: one change', () => {
  it('names a record whose content was changed', () => {
    const text = withLines((l) => (l[2] = l[2]!.replace('why k3', 'why k4')));
    expect(verifyExport(text).problems).toEqual([
      { releaseId: B, seq: 3, line: 3, what: 'changed: its content does not give its hash' },
    ]);
  });

  it.each([
    ['a record in the middle', 2, [[B, 3, 3]]],
    ['the first of the log', 0, [[B, 1, 1]]],
    ['the first of a later release', 5, [[A, 1, 6]]],
  ])('names %s that was deleted', (_, at, problems) => {
    expect(named(withLines((l) => l.splice(at, 1)))).toEqual(problems);
  });

  it('names a stretch that was deleted', () => {
    const [problem, ...more] = verifyExport(withLines((l) => l.splice(1, 2))).problems;
    expect(problem).toMatchObject({ releaseId: B, seq: 2, line: 2 });
    expect(problem!.what).toContain('records 2 to 3 are missing');
    expect(more).toEqual([]);
  });

  it('names exactly the two records that were swapped, of one release or of two', () => {
    const places = lines.map((_, i) => i);
    for (const i of places)
      for (const j of places.slice(i + 1)) {
        const text = withLines((l) => ([l[i], l[j]] = [l[j]!, l[i]!]));
        const { problems } = verifyExport(text);
        const [one, two] = [twoReleases[j]!, twoReleases[i]!];
        expect(problems).toEqual([
          { releaseId: one.releaseId, seq: one.seq, line: i + 1, what: `out of place: it belongs at line ${j + 1}` },
          { releaseId: two.releaseId, seq: two.seq, line: j + 1, what: `out of place: it belongs at line ${i + 1}` },
        ]);
      }
  });

  it('names a release that stands before an older one', () => {
    expect(named(withLines((l) => l.unshift(l.pop()!))).length).toBe(10);
  });

  it('names a record that is there twice', () => {
    expect(verifyExport(withLines((l) => l.splice(4, 0, l[1]!))).problems).toMatchObject([
      { releaseId: B, seq: 2, line: 5, what: 'doubled: it is also at line 2' },
    ]);
  });

  it('names two different records of one number', () => {
    const other = lineOf(rehashed({ ...twoReleases[1]!, rationale: 'another story' }));
    const { problems } = verifyExport(withLines((l) => l.splice(2, 0, other)));
    expect(problems).toMatchObject([{ releaseId: B, seq: 2, line: 3, what: 'a different record 2 is at line 2' }]);
  });

  it('names a record that was rewritten together with its hash', () => {
    const forged = lineOf(rehashed({ ...twoReleases[1]!, rationale: 'nothing to see' }));
    expect(verifyExport(withLines((l) => (l[1] = forged))).problems).toMatchObject([
      { releaseId: B, seq: 2, line: 2, what: 'rewritten: record 3 (line 3) remembers another hash of it' },
    ]);
  });

  it('names a first record that claims one before it', () => {
    const forged = lineOf(rehashed({ ...twoReleases[9]!, prevHash: twoReleases[0]!.hash }));
    expect(named(withLines((l) => (l[9] = forged)))).toEqual([[C, 1, 10]]);
  });

  it.each([
    ['an unknown field', { extra: 1 }, 'unknown field extra'],
    ['an unknown field inside', { actor: { ...twoReleases[2]!.actor, role: 'admin' } }, 'unknown field actor.role'],
    ['another version', { version: 2 }, 'version 2 is not known here; expected 1'],
    ['no version', { version: null }, 'version null is not known here; expected 1'],
    ['a wrong type', { seq: '3' }, 'field seq'],
  ])('names a record with %s, even under a hash that fits', (_, fields, what) => {
    const forged = { ...twoReleases[2]!, ...fields };
    const text = withLines((l) => (l[2] = lineOf({ ...forged, hash: recordHash(forged) })));
    const { problems } = verifyExport(text);
    expect(problems).toMatchObject([{ releaseId: B, seq: 3, line: 3 }]);
    expect(problems[0]!.what).toContain(what);
  });

  it.each([
    ['not JSON', '{"a":'],
    ['nothing', ''],
    ['not an object', '[1]'],
    ['a word', 'null'],
    ['far too deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['an object of somebody else', '{"__proto__":{"releaseId":"x"},"hash":1}'],
  ])('takes a line that is %s for the record that is missing there', (_, line) => {
    expect(named(withLines((l) => (l[2] = line)))).toEqual([[B, 3, 3]]);
    expect(named(withLines((l) => (l[5] = line)))).toEqual([[A, 1, 6]]);
  });

  it('tells damaged lines beside each other apart, also when one of them still states its number', () => {
    expect(named(withLines((l) => l.splice(1, 2, '?', '?')))).toEqual([
      [B, 2, 2],
      [B, 3, 3],
    ]);
    const changed = lines[1]!.replace('why k2', 'why kk');
    expect(named(withLines((l) => l.splice(1, 2, changed, '?')))).toEqual([
      [B, 2, 2],
      [B, 3, 3],
    ]);
  });

  it('names a line that says the same in other words', () => {
    const { problems } = verifyExport(withLines((l) => (l[3] = l[3]!.replace('"seq":4', '"seq": 4'))));
    expect(problems).toEqual([{ releaseId: B, seq: 4, line: 4, what: 'changed: not written in canonical form' }]);
    expect(named(withLines((l) => (l[3] = l[3]!.replace('"seq":4', '"seq":3,"seq":4'))))).toEqual([[B, 4, 4]]);
  });

  it('names a last line that is not ended, and a line end that was changed', () => {
    expect(named(whole.slice(0, -1))).toEqual([[C, 1, 10]]);
    expect(named(whole.replaceAll('\n', '\r\n')).length).toBe(10);
    expect(named(`\ufeff${whole}`)).toEqual([[B, 1, 1]]);
    expect(named(Buffer.from(`\ufeff${whole}`))).toEqual([[B, 1, 1]]);
  });

  it('prints no control characters of a hostile file', () => {
    const forged = rehashed({ ...twoReleases[9]!, releaseId: '\u001b[2J\u202e', [`x\u001b[31m`]: 1 });
    const text = JSON.stringify(verifyExport(`${lineOf(forged)}\n${lineOf(forged)}\n`).problems.flatMap(Object.values));
    expect(JSON.parse(text).join('')).not.toMatch(/\p{C}/u);
  });

  it('does not count its way through a huge gap', () => {
    const far = rehashed({ ...twoReleases[4]!, seq: Number.MAX_SAFE_INTEGER });
    const { problems } = verifyExport(withLines((l) => (l[4] = lineOf(far))));
    expect(problems[0]!.what).toContain(`records 5 to ${Number.MAX_SAFE_INTEGER - 1} are missing`);
  });
});
