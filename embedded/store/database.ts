import { DatabaseSync } from 'node:sqlite';

/**
 * Opens a SQLite file with the settings every connection needs. `recursive_triggers` makes INSERT OR REPLACE fire the
 * delete trigger that keeps the audit table insert-only; WAL and the busy timeout let the CLI work beside the engine.
 */
export function openDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 10_000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON; PRAGMA foreign_keys = ON;');
  return db;
}

/** Runs `work` in one write transaction; a throw undoes all of it. Not reentrant. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
