import type { DatabaseSync } from 'node:sqlite';
import type { Trace } from '../../asl/protocol.ts';
import { createEngineTables } from './schema.ts';

export type HistoryRow = { readonly seq: number; readonly at: number; readonly state: string; readonly what: string };

/** Rows kept per execution: how it began and its newest past. A 12 h shift observed every 30 s makes about 7,000. */
const KEPT = { first: 200, newest: 1_800 };

/** Oldest first; `at` in ms since 1970. A gap in seq is what was dropped in the middle. */
export function executionHistory(db: DatabaseSync, name: string): readonly HistoryRow[] {
  createEngineTables(db);
  const rows = db.prepare('SELECT seq, at, state, what FROM engine_history WHERE execution = ? ORDER BY seq').all(name);
  return rows.map((row) => ({
    seq: Number(row['seq']),
    at: Number(row['at']),
    state: String(row['state']),
    what: String(row['what']),
  }));
}

/** Part of the caller's transaction. */
export function addHistory(db: DatabaseSync, name: string, at: number, trace: readonly Trace[]): void {
  const newest = db.prepare('SELECT COALESCE(MAX(seq), 0) AS seq FROM engine_history WHERE execution = ?').get(name);
  let seq = Number(newest?.['seq']);
  const insert = db.prepare('INSERT INTO engine_history (execution, seq, at, state, what) VALUES (?, ?, ?, ?, ?)');
  for (const { state, what } of trace) insert.run(name, ++seq, at, state, what);
  const drop = db.prepare('DELETE FROM engine_history WHERE execution = ? AND seq > ? AND seq <= ?');
  if (seq > KEPT.first + KEPT.newest) drop.run(name, KEPT.first, seq - KEPT.newest);
}
