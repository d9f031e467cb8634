import type { DatabaseSync } from 'node:sqlite';

/** Holds, their task tokens and their links: three tables, so that no query for a hold ever touches a token. */
export function migrateHolds(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS holds (
      number INTEGER PRIMARY KEY,
      hold_id TEXT NOT NULL UNIQUE,
      release_id TEXT NOT NULL,
      status TEXT NOT NULL,
      deadline TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS holds_of_release ON holds (release_id, number);
    CREATE INDEX IF NOT EXISTS holds_open ON holds (deadline) WHERE status = 'OPEN';
    CREATE TABLE IF NOT EXISTS hold_tokens (
      hold_id TEXT PRIMARY KEY REFERENCES holds (hold_id),
      token TEXT NOT NULL,
      word TEXT,
      answered INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE IF NOT EXISTS hold_links (
      link_id TEXT PRIMARY KEY,
      hold_id TEXT NOT NULL,
      approver_id TEXT NOT NULL
    ) STRICT;
  `);
}
