import type { DatabaseSync } from 'node:sqlite';
import type { ServiceName } from '../../core/contracts/ids.ts';
import type { Environment } from '../../core/contracts/shift.ts';
import { FREE_LOCK, lock, type LockState } from '../../core/lock/lock.ts';
import type { Clock, Locks } from '../../lambdas/ports.ts';
import { storeCall, writeCall } from './store-call.ts';

/** The locks in SQLite: each step of core/lock is one transaction. */
export function createLocks(db: DatabaseSync, clock: Clock): Locks {
  db.exec(`
    CREATE TABLE IF NOT EXISTS locks (
      service TEXT NOT NULL,
      environment TEXT NOT NULL,
      state TEXT NOT NULL,
      PRIMARY KEY (service, environment)
    ) STRICT;
  `);
  const select = db.prepare('SELECT state FROM locks WHERE service = ? AND environment = ?');
  const save = db.prepare(
    `INSERT INTO locks (service, environment, state) VALUES (?, ?, ?)
     ON CONFLICT (service, environment) DO UPDATE SET state = excluded.state`,
  );
  const stateOf = (service: ServiceName, environment: Environment): LockState => {
    const row = select.get(service, environment) as { readonly state: string } | undefined;
    return row === undefined ? FREE_LOCK : (JSON.parse(row.state) as LockState);
  };
  const step = <R>(
    service: ServiceName,
    environment: Environment,
    next: (state: LockState) => { readonly state: LockState; readonly result: R },
  ): R =>
    writeCall(db, () => {
      const { state, result } = next(stateOf(service, environment));
      save.run(service, environment, JSON.stringify(state));
      return result;
    });

  return {
    take: async (service, environment, releaseId, now) =>
      step(service, environment, (state) => lock(state, { kind: 'TAKE', releaseId, now })),
    evict: async (service, environment, fence) => {
      step(service, environment, (state) => lock(state, { kind: 'EVICT', fence, now: clock.now() }));
    },
    release: async (service, environment, releaseId) => {
      step(service, environment, (state) => lock(state, { kind: 'RELEASE', releaseId, now: clock.now() }));
    },
    holder: async (service, environment) => storeCall(() => stateOf(service, environment).holder),
  };
}
