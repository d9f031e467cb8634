import type { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../asl/json.ts';
import { atomically } from './atomically.ts';
import { putInInbox, type Happening } from './inbox.ts';
import { jsonText } from './start-execution.ts';

/**
 * Answers a task token from any process on the same database. True for the one answer that counts; false for a token that
 * is unknown, was answered before or is no longer waited for. InvalidInput for an output that is not JSON or too large.
 */
export function succeedTask(db: DatabaseSync, token: string, output: unknown): boolean {
  const json = JSON.parse(jsonText(output, 'task output')) as Json;
  return answer(db, token, (id) => ({ kind: 'TASK_SUCCEEDED', id, output: json }));
}

export function failTask(db: DatabaseSync, token: string, error: string, cause: string): boolean {
  return answer(db, token, (id) => ({
    kind: 'TASK_FAILED',
    id,
    error,
    cause: cause.replaceAll(token, '[task token]'),
  }));
}

/** Says that work on the task goes on: its HeartbeatSeconds count anew. */
export function heartbeatTask(db: DatabaseSync, token: string): boolean {
  return atomically(db, () => {
    const task = db.prepare('SELECT execution, id FROM engine_tasks WHERE token = ? AND answered = 0').get(token);
    if (task) putInInbox(db, String(task['execution']), { kind: 'TASK_HEARTBEAT', id: String(task['id']) });
    return task !== undefined;
  });
}

function answer(db: DatabaseSync, token: string, happening: (id: string) => Happening): boolean {
  return atomically(db, () => {
    const sql = 'UPDATE engine_tasks SET answered = 1 WHERE token = ? AND answered = 0 RETURNING execution, id';
    const task = db.prepare(sql).get(token);
    if (task) putInInbox(db, String(task['execution']), happening(String(task['id'])));
    return task !== undefined;
  });
}
