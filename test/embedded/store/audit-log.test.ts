import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportLines } from '../../../core/audit/export-lines.ts';
import { verifyExport } from '../../../core/audit/verify-export.ts';
import type { AuditRecord } from '../../../core/contracts/audit-record.ts';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { createAuditLog, type EmbeddedAuditLog } from '../../../embedded/store/audit-log.ts';
import { openDatabase } from '../../../embedded/store/database.ts';
import { auditEntry, auditHead, releaseIdOf } from '../../contracts/samples.ts';
import { temporaryHome } from './temporary-home.ts';

const A = releaseIdOf(1);
const B = releaseIdOf(2);
let home: ReturnType<typeof temporaryHome>;
let log: EmbeddedAuditLog;
const linesOf = (releaseId?: string) => [...log.lines(releaseId)].join('');
const recordsIn = (lines: string) =>
  lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditRecord);

beforeEach(async () => {
  home = temporaryHome();
  log = createAuditLog(home.first, home.clock, '0.1.0');
  // B is opened first, so it comes first although its id is larger.
  for (const [id, key] of [
    [B, 'one'],
    [A, 'one'],
    [B, 'two'],
    [A, 'two'],
    [A, 'three'],
  ] as const) {
    home.clock.advance(1000);
    await log.append(auditHead, auditEntry(id, key));
  }
});
afterEach(() => home.end());

describe('the audit table is insert-only', () => {
  const statements = [
    'UPDATE audit SET record = record',
    "UPDATE audit SET at = 'x' WHERE seq = 1",
    'UPDATE OR REPLACE audit SET seq = 1 WHERE seq = 2',
    'DELETE FROM audit',
    `INSERT OR REPLACE INTO audit VALUES ('${A}', 1, 'one', 'x', 'x')`,
    `REPLACE INTO audit VALUES ('${A}', 4, 'two', 'x', 'x')`,
    `INSERT INTO audit VALUES ('${A}', 1, 'one', 'x', 'x') ON CONFLICT (release_id, seq) DO UPDATE SET record = 'x'`,
    `INSERT INTO audit VALUES ('${A}', 4, 'two', 'x', 'x') ON CONFLICT (release_id, key) DO UPDATE SET record = 'x'`,
    `INSERT INTO audit VALUES ('${A}', 9, 'nine', 'x', 'x')`,
  ];
  const connections = {
    'the same connection': () => home.first,
    'another one': () => home.second,
    'a new one': () => openDatabase(home.file),
    'one without the settings': () => new DatabaseSync(home.file),
  };
  for (const [name, connect] of Object.entries(connections))
    it.each(statements)(`${name} is refused: %s`, (sql) => {
      const before = linesOf();
      const db = connect();
      expect(() => db.exec(sql)).toThrow(/the audit log is insert-only/);
      if (db !== home.first && db !== home.second) db.close();
      expect(linesOf()).toBe(before);
    });
});

describe('reading the log out', () => {
  it('gives all releases in export order, the one opened first before the others', () => {
    expect(recordsIn(linesOf()).map((r) => [r.releaseId, r.seq])).toEqual([
      [B, 1],
      [B, 2],
      [A, 1],
      [A, 2],
      [A, 3],
    ]);
    expect(verifyExport(linesOf())).toMatchObject({ checked: 5, releases: 2, problems: [] });
  });

  it('gives the stored text, which is the export, of all or of one', async () => {
    expect(linesOf()).toBe(exportLines(recordsIn(linesOf())));
    expect(linesOf(A)).toBe(exportLines(await log.records(A)));
    expect(linesOf(releaseIdOf(9))).toBe('');
  });

  it('shows what somebody did to the file behind the triggers', async () => {
    home.second.exec('DROP TRIGGER audit_no_update');
    home.second.exec(`UPDATE audit SET record = replace(record, 'why two', 'why tww') WHERE release_id = '${A}'`);
    expect(verifyExport(linesOf()).problems).toMatchObject([{ releaseId: A, seq: 2, line: 4 }]);
    home.second.exec(`UPDATE audit SET record = '{' WHERE release_id = '${A}' AND seq = 3`);
    await expect(log.records(A)).rejects.toThrow(Terminal);
  });
});

it('is Transient while another process holds the database', async () => {
  const impatient = new DatabaseSync(home.file, { timeout: 20 });
  const blocked = createAuditLog(impatient, home.clock, '0.1.0');
  home.second.exec('BEGIN IMMEDIATE');
  await expect(blocked.append(auditHead, auditEntry(A, 'four'))).rejects.toThrow(Transient);
  home.second.exec('ROLLBACK');
  await expect(blocked.append(auditHead, auditEntry(A, 'four'))).resolves.toMatchObject({ seq: 4 });
  impatient.close();
});

it('keeps one chain while several processes append at once', async () => {
  const worker = fileURLToPath(new URL('./append-worker.ts', import.meta.url));
  const exits = ['p', 'q', 'r'].map(async (name) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', worker, home.file, 'rel', name, '15'],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const [code] = (await once(child, 'exit')) as [number];
    return code;
  });
  expect(await Promise.all(exits)).toEqual([0, 0, 0]);
  const records = await log.records('rel');
  expect(records).toHaveLength(3 * 15 + 15);
  expect(new Set(records.map((r) => r.key)).size).toBe(60);
  expect(verifyExport(linesOf('rel')).problems).toEqual([]);
});
