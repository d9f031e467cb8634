import type { DatabaseSync } from 'node:sqlite';

/**
 * executions: one row for ever per name; `snapshot` only while it runs. tasks: invocations that a snapshot waits for, with
 * the only copy of their task token. inbox: events from outside and from nested executions, not yet taken in.
 */
const TABLES = `
CREATE TABLE IF NOT EXISTS engine_lease (
  id INTEGER PRIMARY KEY CHECK (id = 1), pid INTEGER NOT NULL, mark TEXT NOT NULL, nonce TEXT NOT NULL, beat INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS engine_executions (
  name TEXT PRIMARY KEY, machine TEXT NOT NULL, input TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED')),
  snapshot TEXT, version INTEGER NOT NULL DEFAULT 0, next_at INTEGER,
  started_at INTEGER NOT NULL, ended_at INTEGER, output TEXT, error TEXT, cause TEXT, parent TEXT, parent_task TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS engine_executions_due ON engine_executions (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS engine_executions_starting ON engine_executions (started_at) WHERE status = 'STARTING';
CREATE INDEX IF NOT EXISTS engine_executions_parent ON engine_executions (parent) WHERE parent IS NOT NULL;
CREATE TABLE IF NOT EXISTS engine_tasks (
  execution TEXT NOT NULL, id TEXT NOT NULL, function TEXT NOT NULL, payload TEXT NOT NULL, token_paths TEXT NOT NULL,
  token TEXT UNIQUE, answered INTEGER NOT NULL DEFAULT 0, returned INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (execution, id)
) STRICT;
CREATE TABLE IF NOT EXISTS engine_inbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, execution TEXT NOT NULL, event TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS engine_history (
  execution TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, what TEXT NOT NULL,
  PRIMARY KEY (execution, seq)
) STRICT;`;

const ready = new WeakSet<DatabaseSync>();

/** Once per connection; every function of the engine calls it, so the CLI may come first. */
export function createEngineTables(db: DatabaseSync): void {
  if (ready.has(db)) return;
  db.exec(TABLES);
  ready.add(db);
}
