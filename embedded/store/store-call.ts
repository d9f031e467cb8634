import type { DatabaseSync } from 'node:sqlite';
import { Transient } from '../../core/contracts/errors.ts';
import { transaction } from './database.ts';

/** Primary result codes of SQLite that say "not now": SQLITE_BUSY and SQLITE_LOCKED. */
const NOT_NOW = [5, 6];

/** Runs `work` on the database; what another process holds up for longer than the busy timeout is Transient. */
export function storeCall<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = (error as { errcode?: unknown }).errcode;
    // The low byte is the primary code, the rest says more about it.
    if (typeof code === 'number' && NOT_NOW.includes(code & 0xff))
      throw new Transient('the database is busy: another process holds it', { cause: error });
    throw error;
  }
}

/** The same in one write transaction. */
export function writeCall<T>(db: DatabaseSync, work: () => T): T {
  return storeCall(() => transaction(db, work));
}
