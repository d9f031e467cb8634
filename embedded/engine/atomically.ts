import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../store/database.ts';
import { createEngineTables } from './schema.ts';

/** A write transaction of its own, or part of the caller's when one is open: ending a hold and answering its token can be one. */
export function atomically<T>(db: DatabaseSync, work: () => T): T {
  createEngineTables(db);
  return db.isTransaction ? work() : transaction(db, work);
}
