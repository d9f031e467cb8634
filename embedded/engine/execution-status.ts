import type { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../asl/json.ts';
import { createEngineTables } from './schema.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'UNKNOWN';
export type ExecutionSummary = {
  readonly status: Exclude<ExecutionStatus, 'UNKNOWN'>;
  readonly machine: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Of a SUCCEEDED execution, else null. */
  readonly output: Json;
  readonly error: string | null;
  readonly cause: string | null;
};

export function executionStatus(db: DatabaseSync, name: string): ExecutionStatus {
  return executionSummary(db, name)?.status ?? 'UNKNOWN';
}

/** Null for a name that was never started. */
export function executionSummary(db: DatabaseSync, name: string): ExecutionSummary | null {
  createEngineTables(db);
  const row = db.prepare('SELECT * FROM engine_executions WHERE name = ?').get(name);
  if (!row) return null;
  const text = (column: string) => (row[column] === null ? null : String(row[column]));
  const { status } = row;
  const output = text('output');
  return {
    status: status === 'SUCCEEDED' || status === 'FAILED' ? status : 'RUNNING',
    machine: String(row['machine']),
    startedAt: Number(row['started_at']),
    endedAt: row['ended_at'] === null ? null : Number(row['ended_at']),
    output: output === null ? null : (JSON.parse(output) as Json),
    error: text('error'),
    cause: text('cause'),
  };
}
