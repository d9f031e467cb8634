import { DatabaseSync } from 'node:sqlite';

/**
 * Opens a SQLite file with the settings every connection needs. `recursive_triggers` makes INSERT OR REPLACE fire the
 * delete trigger that keeps the audit table insert-only; WAL and the busy timeout let the CLI work beside the engine.
 */
export function openDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 10_000 });
  whenNotBusy(() => db.exec('PRAGMA journal_mode = WAL;'));
  db.exec('PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON; PRAGMA foreign_keys = ON;');
  return db;
}

/** Switching a brand-new file to WAL ignores the busy timeout when two processes do it at once. */
function whenNotBusy(work: () => void): void {
  for (let tries = 1; ; tries += 1) {
    try {
      return work();
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY || tries >= 100) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
const SQLITE_BUSY = 5;

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
