import type { DatabaseSync } from 'node:sqlite';
import { chain } from '../../core/audit/chain.ts';
import { canonicalJson } from '../../core/audit/canonical-json.ts';
import type { AuditRecord } from '../../core/contracts/audit-record.ts';
import { Terminal } from '../../core/contracts/errors.ts';
import type { AuditLog, Clock } from '../../lambdas/ports.ts';
import { migrateAuditLog } from './audit-log-table.ts';
import { storeCall, writeCall } from './store-call.ts';

export type EmbeddedAuditLog = AuditLog & {
  /**
   * The stored text of records in export order (core/audit/export-lines), each ended by a line feed: byte for byte what
   * lies in the table, so that a verification of it sees what was done to the table.
   */
  lines(releaseId?: string): Iterable<string>;
};

type Row = { readonly record: string };

/** The audit log in SQLite. Several processes may append at once and still make one chain for each release. */
export function createAuditLog(db: DatabaseSync, clock: Clock, agentVersion: string): EmbeddedAuditLog {
  migrateAuditLog(db);
  const byKey = db.prepare('SELECT record FROM audit WHERE release_id = ? AND key = ?');
  const newest = db.prepare('SELECT record FROM audit WHERE release_id = ? ORDER BY seq DESC LIMIT 1');
  const ofRelease = db.prepare('SELECT record FROM audit WHERE release_id = ? ORDER BY seq');
  const all = db.prepare(
    `SELECT record FROM audit JOIN (SELECT release_id AS id, min(seq), at AS opened FROM audit GROUP BY release_id)
     ON id = release_id ORDER BY opened, release_id, seq`,
  );
  const insert = db.prepare('INSERT INTO audit (release_id, seq, key, at, record) VALUES (?, ?, ?, ?, ?)');
  const read = (row: unknown) => (row === undefined ? null : parsed((row as Row).record));

  return {
    append: async (head, entry) =>
      writeCall(db, () => {
        const present = read(byKey.get(entry.releaseId, entry.key));
        if (present) return present;
        const record = chain(read(newest.get(entry.releaseId)), head, entry, clock.now(), agentVersion);
        insert.run(record.releaseId, record.seq, record.key, record.at, canonicalJson(record, 'record'));
        return record;
      }),
    records: async (releaseId) => storeCall(() => ofRelease.all(releaseId).map((row) => read(row)!)),
    *lines(releaseId) {
      for (const row of releaseId === undefined ? all.iterate() : ofRelease.iterate(releaseId))
        yield `${(row as Row).record}\n`;
    },
  };
}

function parsed(text: string): AuditRecord {
  try {
    return JSON.parse(text) as AuditRecord;
  } catch {
    throw new Terminal('an audit record in the database is not readable: verify the audit log');
  }
}
