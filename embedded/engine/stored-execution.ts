import type { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../asl/json.ts';
import type { Snapshot } from '../../asl/snapshot.ts';

export type StoredExecution = {
  readonly name: string;
  readonly machine: string;
  readonly status: 'STARTING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  readonly input: Json;
  /** Null before it has begun and after it has ended. */
  readonly snapshot: Snapshot | null;
  /** Grows with every transition; a transition is written only over the version it was made from. */
  readonly version: number;
  readonly startedAt: number;
  readonly parent: { readonly execution: string; readonly task: string } | null;
};

export function storedExecution(db: DatabaseSync, name: string): StoredExecution | null {
  const row = db.prepare('SELECT * FROM engine_executions WHERE name = ?').get(name);
  if (!row) return null;
  return {
    name,
    machine: String(row['machine']),
    status: row['status'] as StoredExecution['status'],
    input: JSON.parse(String(row['input'])) as Json,
    snapshot: row['snapshot'] === null ? null : (JSON.parse(String(row['snapshot'])) as Snapshot),
    version: Number(row['version']),
    startedAt: Number(row['started_at']),
    parent: row['parent'] === null ? null : { execution: String(row['parent']), task: String(row['parent_task']) },
  };
}
