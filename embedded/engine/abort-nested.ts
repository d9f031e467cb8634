import type { DatabaseSync } from 'node:sqlite';
import { addHistory } from './execution-history.ts';
import type { Parent } from './start-execution.ts';

/**
 * Ends the nested execution that a parent's task waited for, and what runs inside that one, because nobody waits any more.
 * Part of the caller's transaction; returns the invocations to abort.
 */
export function abortNested(db: DatabaseSync, parent: Parent, at: number): { execution: string; id: string }[] {
  const sql = `SELECT name FROM engine_executions
    WHERE parent = ? AND parent_task = ? AND status IN ('STARTING', 'RUNNING')`;
  return db
    .prepare(sql)
    .all(parent.execution, parent.task)
    .flatMap((row) => abort(db, String(row['name']), at));
}

function abort(db: DatabaseSync, name: string, at: number): { execution: string; id: string }[] {
  const end = `UPDATE engine_executions SET status = 'FAILED', snapshot = NULL, next_at = NULL, version = version + 1,
    ended_at = ?, error = 'Aborted', cause = 'the execution around it no longer waits for it' WHERE name = ?`;
  db.prepare(end).run(at, name);
  addHistory(db, name, at, [{ state: '', what: 'FAILED Aborted' }]);
  const tasks = db.prepare('DELETE FROM engine_tasks WHERE execution = ? RETURNING id').all(name);
  const inner = db.prepare('SELECT DISTINCT parent_task FROM engine_executions WHERE parent = ?').all(name);
  return [
    ...tasks.map((row) => ({ execution: name, id: String(row['id']) })),
    ...inner.flatMap((row) => abortNested(db, { execution: name, task: String(row['parent_task']) }, at)),
  ];
}
