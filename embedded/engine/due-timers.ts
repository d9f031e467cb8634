import type { DatabaseSync } from 'node:sqlite';
import { pending } from '../../asl/pending.ts';
import type { Snapshot } from '../../asl/snapshot.ts';
import type { TaskKey } from './commit.ts';
import type { Invocations } from './invocations.ts';

/**
 * Timers to fire now. Waits, deadlines, tokens and nested executions follow the release's clock, however fast it runs. A
 * function's own work does not get faster with that clock and starts over after a crash, so the timeout of an invocation
 * that is under way also has to pass in real time, counted from when this process began it.
 */
export function dueTimers(db: DatabaseSync, now: number, invocations: Pick<Invocations, 'age'>): TaskKey[] {
  const rows = db.prepare('SELECT name, snapshot FROM engine_executions WHERE next_at <= ?').all(now);
  return rows.flatMap((row) => {
    const execution = String(row['name']);
    const { timers } = pending(JSON.parse(String(row['snapshot'])) as Snapshot);
    const due = timers.filter(({ at, limitOf }) => {
      if (at > now) return false;
      const age = limitOf && invocations.age({ execution, id: limitOf.task });
      return limitOf === null || age === null || age >= limitOf.seconds * 1000;
    });
    return due.map(({ id }) => ({ execution, id }));
  });
}
