import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { pending } from '../../asl/pending.ts';
import type { Advance, Command } from '../../asl/protocol.ts';
import type { Snapshot } from '../../asl/snapshot.ts';
import { abortNested } from './abort-nested.ts';
import { addHistory } from './execution-history.ts';
import { putInInbox } from './inbox.ts';
import { answerParent } from './nested-result.ts';
import { startExecution } from './start-execution.ts';
import type { StoredExecution } from './stored-execution.ts';

/** An invocation, named by its execution and task. */
export type TaskKey = { readonly execution: string; readonly id: string };
/** What is to be done once the transition is on disk. */
export type Committed = { readonly invoke: readonly TaskKey[]; readonly abort: readonly TaskKey[] };

/**
 * Writes one transition and everything it asks for. Part of the caller's transaction, so nothing acts before it is on
 * disk and nothing on disk is ever forgotten. Null when the execution has moved on or ended since `from` was read.
 */
export function commit(
  db: DatabaseSync,
  from: StoredExecution,
  { snapshot, commands, trace }: Advance,
): Committed | null {
  if (!writeSnapshot(db, from, snapshot)) return null;
  const { tasks } = pending(snapshot);
  const ids = JSON.stringify(tasks.map((task) => task.id));
  const drop = 'DELETE FROM engine_tasks WHERE execution = ? AND id NOT IN (SELECT value FROM json_each(?))';
  db.prepare(drop).run(from.name, ids);
  const returned = JSON.stringify(tasks.filter((task) => task.returned).map((task) => task.id));
  const mark = 'UPDATE engine_tasks SET returned = 1 WHERE execution = ? AND id IN (SELECT value FROM json_each(?))';
  db.prepare(mark).run(from.name, returned);
  const abort = commands.flatMap((command) => act(db, from.name, command, snapshot.at));
  addHistory(db, from.name, snapshot.at, trace);
  answerParent(db, from, snapshot);
  const invoke = commands.filter(({ kind }) => kind === 'INVOKE').map(({ id }) => ({ execution: from.name, id }));
  return { invoke, abort };
}

function writeSnapshot(db: DatabaseSync, from: StoredExecution, snapshot: Snapshot): boolean {
  const { result, at } = snapshot;
  const running = result.kind === 'RUNNING';
  const sql = `UPDATE engine_executions SET status = ?, snapshot = ?, version = version + 1, next_at = ?, ended_at = ?,
    output = ?, error = ?, cause = ? WHERE name = ? AND version = ? AND status = ?`;
  const { changes } = db
    .prepare(sql)
    .run(
      result.kind,
      running ? JSON.stringify(snapshot) : null,
      pending(snapshot).timers[0]?.at ?? null,
      running ? null : at,
      result.kind === 'SUCCEEDED' ? JSON.stringify(result.output) : null,
      result.kind === 'FAILED' ? result.error : null,
      result.kind === 'FAILED' ? result.cause : null,
      from.name,
      from.version,
      from.status,
    );
  return Number(changes) === 1;
}

/** Returns the invocations to abort. */
function act(db: DatabaseSync, execution: string, command: Command, at: number): readonly TaskKey[] {
  const { id } = command;
  if (command.kind === 'CANCEL') return [{ execution, id }, ...abortNested(db, { execution, task: id }, at)];
  if (command.kind === 'START_EXECUTION') {
    if (startExecution(db, { ...command, at }, { execution, task: id }) === 'EXISTS') {
      const cause = `an execution named ${command.name} exists`;
      putInInbox(db, execution, {
        kind: 'TASK_FAILED',
        id,
        error: 'StepFunctions.ExecutionAlreadyExistsException',
        cause,
      });
    }
    return [];
  }
  const token = command.tokenPaths.length > 0 ? randomBytes(32).toString('base64url') : null;
  const sql =
    'INSERT INTO engine_tasks (execution, id, function, payload, token_paths, token) VALUES (?, ?, ?, ?, ?, ?)';
  const texts = [JSON.stringify(command.payload), JSON.stringify(command.tokenPaths)] as const;
  db.prepare(sql).run(execution, id, command.functionName, ...texts, token);
  return [];
}
