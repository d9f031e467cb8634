import type { DatabaseSync } from 'node:sqlite';
import type { Snapshot } from '../../asl/snapshot.ts';
import { putInInbox } from './inbox.ts';
import type { StoredExecution } from './stored-execution.ts';

/**
 * Tells the parent how its nested execution ended, in the shape of startExecution.sync:2 (Output as JSON, not text). A
 * failed one fails the parent's task with States.TaskFailed. Part of the transaction that ends the nested one.
 */
export function answerParent(db: DatabaseSync, child: StoredExecution, { result, at, execution }: Snapshot): void {
  if (child.parent === null || result.kind === 'RUNNING') return;
  const id = child.parent.task;
  const described = {
    ExecutionArn: execution.id,
    Name: child.name,
    StateMachineArn: child.machine,
    StartDate: execution.startedAt,
    StopDate: at,
    Status: result.kind,
  };
  if (result.kind === 'SUCCEEDED') {
    putInInbox(db, child.parent.execution, {
      kind: 'TASK_SUCCEEDED',
      id,
      output: { ...described, Output: result.output },
    });
    return;
  }
  const cause = JSON.stringify({ ...described, Error: result.error, Cause: result.cause });
  putInInbox(db, child.parent.execution, { kind: 'TASK_FAILED', id, error: 'States.TaskFailed', cause });
}
