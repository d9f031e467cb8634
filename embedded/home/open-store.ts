import type { DatabaseSync } from 'node:sqlite';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { createEngineTables } from '../engine/schema.ts';
import { openDatabase } from '../store/database.ts';

/** Primary result codes of SQLite for a file that is the wrong one: READONLY, CANTOPEN, NOTADB. */
const WRONG_FILE = [8, 14, 26];

/** The home's database, with the engine's tables. InvalidInput names a file that cannot be one. */
export function openStore(file: string): DatabaseSync {
  try {
    const db = openDatabase(file);
    createEngineTables(db);
    return db;
  } catch (error) {
    const { errcode, message } = error as { errcode?: number; message: string };
    if (errcode === undefined || !WRONG_FILE.includes(errcode & 0xff)) throw error;
    throw new InvalidInput(`--home: ${file}: ${message}; expected a database of Interlock that can be written to`, {
      cause: error,
    });
  }
}
