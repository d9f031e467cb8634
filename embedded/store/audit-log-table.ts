import type { DatabaseSync } from 'node:sqlite';

/**
 * The insert-only table. The triggers refuse update and delete; the one before an insert refuses whatever would replace
 * a row (REPLACE runs no delete trigger on a connection without recursive_triggers) or leave a gap. Nothing can keep
 * the owner of the file from dropping the triggers: that is what the hash chain is for.
 */
export function migrateAuditLog(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS audit (
      release_id TEXT NOT NULL,
      seq INTEGER NOT NULL CHECK (seq > 0),
      key TEXT NOT NULL,
      at TEXT NOT NULL,
      record TEXT NOT NULL,
      PRIMARY KEY (release_id, seq),
      UNIQUE (release_id, key)
    ) STRICT;
    CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log is insert-only: update refused'); END;
    CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log is insert-only: delete refused'); END;
    CREATE TRIGGER IF NOT EXISTS audit_no_replace BEFORE INSERT ON audit
      WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit WHERE release_id = NEW.release_id)
        OR EXISTS (SELECT 1 FROM audit WHERE release_id = NEW.release_id AND key = NEW.key)
      BEGIN SELECT RAISE(ABORT, 'the audit log is insert-only: replacing or skipping a record refused'); END;
  `);
}
