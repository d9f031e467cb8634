import type { DatabaseSync } from 'node:sqlite';
import type { Clock, Controls } from '../../lambdas/ports.ts';
import { storeCall } from './store-call.ts';

type Row = { readonly reason: string };

/** Kill switch and quarantine in SQLite. A switch without a reason is on all the same. */
export function createControls(db: DatabaseSync, clock: Clock): Controls {
  db.exec(`
    CREATE TABLE IF NOT EXISTS kill_switches (
      scope TEXT PRIMARY KEY,
      set_by TEXT NOT NULL,
      reason TEXT NOT NULL,
      set_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS quarantine (
      service TEXT NOT NULL,
      digest TEXT NOT NULL,
      reason TEXT NOT NULL,
      added_at INTEGER NOT NULL,
      PRIMARY KEY (service, digest)
    ) STRICT;
  `);
  // The service's own switch says more than the one for all services.
  const killed = db.prepare("SELECT reason FROM kill_switches WHERE scope IN (?, '*') ORDER BY scope = '*' LIMIT 1");
  const on = db.prepare(
    `INSERT INTO kill_switches (scope, set_by, reason, set_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (scope) DO UPDATE SET set_by = excluded.set_by, reason = excluded.reason, set_at = excluded.set_at`,
  );
  const off = db.prepare('DELETE FROM kill_switches WHERE scope = ?');
  const quarantined = db.prepare('SELECT reason FROM quarantine WHERE service = ? AND digest = ?');
  const add = db.prepare(
    'INSERT INTO quarantine (service, digest, reason, added_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  return {
    killSwitch: async (service) => reasonIn(storeCall(() => killed.get(service))),
    setKillSwitch: async (scope, isOn, by, reason) => {
      storeCall(() => (isOn ? on.run(scope, by, reason, clock.now()) : off.run(scope)));
    },
    quarantine: async (service, digest) => reasonIn(storeCall(() => quarantined.get(service, digest))),
    addQuarantine: async (service, digest, reason) => {
      storeCall(() => add.run(service, digest, reason, clock.now()));
    },
  };
}

function reasonIn(row: unknown): string | null {
  return row === undefined ? null : (row as Row).reason || 'no reason was given';
}
