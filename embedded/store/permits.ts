import type { DatabaseSync } from 'node:sqlite';
import type { CommitSha, Digest, ReleaseId, ServiceName } from '../../core/contracts/ids.ts';
import type { Clock, Permit, Permits } from '../../lambdas/ports.ts';
import { storeCall } from './store-call.ts';

type Row = {
  readonly release_id: string;
  readonly service: string;
  readonly head: string;
  readonly digest: string;
  readonly fence: number;
  readonly issued_at: number;
  readonly expires_at: number;
  readonly consumed_by: string | null;
};

/** One-use permits in SQLite. An expired permit cannot be consumed; one that was consumed in time stays so. */
export function createPermits(db: DatabaseSync, clock: Clock): Permits {
  db.exec(`
    CREATE TABLE IF NOT EXISTS permits (
      release_id TEXT PRIMARY KEY,
      service TEXT NOT NULL,
      head TEXT NOT NULL,
      digest TEXT NOT NULL,
      fence INTEGER NOT NULL,
      issued_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      consumed_by TEXT
    ) STRICT;
  `);
  const insert = db.prepare(
    `INSERT INTO permits (release_id, service, head, digest, fence, issued_at, expires_at, consumed_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (release_id) DO NOTHING`,
  );
  const select = db.prepare('SELECT * FROM permits WHERE release_id = ?');
  const consume = db.prepare(
    `UPDATE permits SET consumed_by = :shift WHERE release_id = :release
     AND (consumed_by = :shift OR (consumed_by IS NULL AND expires_at > :now))`,
  );
  return {
    issue: async (p) => {
      const { changes } = storeCall(() =>
        insert.run(p.releaseId, p.service, p.head, p.digest, p.fence, p.issuedAt, p.expiresAt, p.consumedBy),
      );
      return changes === 1 ? 'ISSUED' : 'EXISTS';
    },
    get: async (releaseId) => {
      const row = storeCall(() => select.get(releaseId));
      return row === undefined ? null : permitOf(row as Row);
    },
    consume: async (releaseId, shiftId) =>
      storeCall(() => consume.run({ shift: shiftId, release: releaseId, now: clock.now() })).changes === 1,
  };
}

/** The ids were branded when the permit was issued. */
function permitOf(row: Row): Permit {
  return {
    releaseId: row.release_id as ReleaseId,
    service: row.service as ServiceName,
    head: row.head as CommitSha,
    digest: row.digest as Digest,
    fence: row.fence,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    consumedBy: row.consumed_by,
  };
}
