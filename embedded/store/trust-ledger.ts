import type { DatabaseSync } from 'node:sqlite';
import { trustEntrySchema } from '../../core/contracts/trust-entry.ts';
import { checked, stored } from '../../lambdas/kit/checked.ts';
import type { TrustLedger } from '../../lambdas/ports.ts';
import { storeCall } from './store-call.ts';

/** The trust ledger in SQLite. */
export function createTrustLedger(db: DatabaseSync): TrustLedger {
  db.exec(`
    CREATE TABLE IF NOT EXISTS trust_entries (
      release_id TEXT PRIMARY KEY,
      agent TEXT NOT NULL,
      repository TEXT NOT NULL,
      closed_at TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS trust_entries_by_agent ON trust_entries (agent, repository, closed_at, release_id);
  `);
  const insert = db.prepare(
    `INSERT INTO trust_entries (release_id, agent, repository, closed_at, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (release_id) DO NOTHING`,
  );
  const select = db.prepare(
    'SELECT body FROM trust_entries WHERE agent = ? AND repository = ? ORDER BY closed_at, release_id',
  );
  return {
    add: async (given) => {
      const entry = checked(trustEntrySchema, given, 'trust entry');
      const { releaseId, agent, repository, closedAt } = entry;
      storeCall(() => insert.run(releaseId, agent, repository, closedAt, JSON.stringify(entry)));
    },
    entries: async (agent, repository) =>
      storeCall(() => select.all(agent, repository)).map((row) => stored(trustEntrySchema, row['body'], 'trust entry')),
  };
}
