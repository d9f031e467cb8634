import type { DatabaseSync } from 'node:sqlite';
import type { Event } from '../../asl/protocol.ts';

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;
/** An event that gets its instant when the engine takes it in. */
export type Happening = WithoutTime<Event>;

/** Part of the caller's transaction. */
export function putInInbox(db: DatabaseSync, execution: string, happening: Happening): void {
  db.prepare('INSERT INTO engine_inbox (execution, event) VALUES (?, ?)').run(execution, JSON.stringify(happening));
}
