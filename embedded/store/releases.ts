import type { DatabaseSync } from 'node:sqlite';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { releaseSchema, type Release } from '../../core/contracts/release.ts';
import type { Releases } from '../../lambdas/ports.ts';
import { checked, stored } from '../../lambdas/kit/checked.ts';
import { storeCall, writeCall } from './store-call.ts';

/** The index of releases in SQLite. A closed release never changes again. */
export function createReleases(db: DatabaseSync): Releases {
  migrate(db);
  const insert = db.prepare(
    `INSERT INTO releases (release_id, repository, change, service, opened_at, status, body)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (release_id) DO NOTHING`,
  );
  const one = db.prepare('SELECT body FROM releases WHERE release_id = ?');
  const newest = db.prepare(
    'SELECT body FROM releases WHERE status = coalesce(?, status) ORDER BY opened_at DESC, number DESC LIMIT ?',
  );
  const openOf = db.prepare(
    `SELECT body FROM releases WHERE repository = ? AND change = ? AND service = ? AND status = 'OPEN'
     ORDER BY opened_at DESC, number DESC`,
  );
  const save = db.prepare('UPDATE releases SET status = ?, body = ? WHERE release_id = ?');

  const get = (releaseId: string): Release | null => {
    const row = one.get(releaseId);
    return row === undefined ? null : parsed(row);
  };
  const changed = (releaseId: string, change: (release: Release) => Partial<Release>): Release | null =>
    writeCall(db, () => {
      const release = get(releaseId);
      if (release === null || release.status === 'CLOSED') return release;
      const next = checked(releaseSchema, { ...release, ...change(release) }, `release ${releaseId}`);
      save.run(next.status, JSON.stringify(next), releaseId);
      return next;
    });
  const mustChange = (...args: Parameters<typeof changed>): void => {
    if (changed(...args) === null) throw new InvalidInput(`release ${args[0]}: not found`);
  };

  return {
    create: async (release) => {
      const body = checked(releaseSchema, release, 'release');
      const { repository, change, service } = body.change;
      const { changes } = storeCall(() =>
        insert.run(body.releaseId, repository, change, service, body.openedAt, body.status, JSON.stringify(body)),
      );
      return changes === 1 ? 'CREATED' : 'EXISTS';
    },
    get: async (releaseId) => storeCall(() => get(releaseId)),
    // A limit of -1 is none.
    list: async (filter) => storeCall(() => newest.all(filter?.status ?? null, filter?.limit ?? -1).map(parsed)),
    openOf: async (repository, change, service) => storeCall(() => openOf.all(repository, change, service).map(parsed)),
    setEvidence: async (releaseId, { digest, configHash }) => mustChange(releaseId, () => ({ digest, configHash })),
    setAt: async (releaseId, step) => mustChange(releaseId, () => ({ at: step })),
    requestStop: async (releaseId, stop) => changed(releaseId, (release) => ({ stop: release.stop ?? stop })),
    close: async (releaseId, outcome, at) =>
      mustChange(releaseId, () => ({ status: 'CLOSED', outcome, closedAt: new Date(at).toISOString() })),
  };
}

function parsed(row: unknown): Release {
  return stored(releaseSchema, (row as { body: string }).body, 'release');
}

function migrate(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS releases (
      number INTEGER PRIMARY KEY,
      release_id TEXT NOT NULL UNIQUE,
      repository TEXT NOT NULL,
      change TEXT NOT NULL,
      service TEXT NOT NULL,
      opened_at TEXT NOT NULL,
      status TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS releases_of_change ON releases (repository, change, service, status);
    CREATE INDEX IF NOT EXISTS releases_newest ON releases (opened_at, number);
  `);
}
