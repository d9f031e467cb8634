import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { atomically } from './atomically.ts';
import { liveMark, UNSURE } from './live-mark.ts';

/** Where a pid alone cannot tell: a process that has not written for this long was given a dead engine's pid. */
const STALE_MS = 60_000;
const BEAT_MS = 5_000;
/** Engines of this very process; a lease with our own pid and none of these was left by a dead predecessor. */
const here = new Set<string>();

export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export type Lease = {
  /** Part of the caller's transaction: throws LeaseLost when another engine has taken over. */
  check(): void;
  beat(): void;
  release(): void;
  /** Without the database, when it can no longer be written. */
  forget(): void;
};

/** One engine per database. Throws while another one lives; takes over from a dead one at once. */
export function takeLease(db: DatabaseSync): Lease {
  const nonce = randomUUID();
  atomically(db, () => {
    const held = db.prepare('SELECT pid, mark, nonce, beat FROM engine_lease').get();
    if (held && lives(held)) {
      throw new Error(`another engine (process ${Number(held['pid'])}) is running on this home; stop it first`);
    }
    const sql = `INSERT INTO engine_lease (id, pid, mark, nonce, beat) VALUES (1, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET pid = excluded.pid, mark = excluded.mark, nonce = excluded.nonce, beat = excluded.beat`;
    db.prepare(sql).run(process.pid, liveMark(process.pid), nonce, Date.now());
  });
  here.add(nonce);
  let beaten = Date.now();
  return {
    check() {
      const held = db.prepare('SELECT nonce FROM engine_lease').get();
      if (held?.['nonce'] !== nonce) throw new LeaseLost('another engine has taken over');
    },
    beat() {
      if (Date.now() - beaten < BEAT_MS) return;
      beaten = Date.now();
      db.prepare('UPDATE engine_lease SET beat = ? WHERE nonce = ?').run(beaten, nonce);
    },
    release() {
      here.delete(nonce);
      db.prepare('DELETE FROM engine_lease WHERE nonce = ?').run(nonce);
    },
    forget: () => void here.delete(nonce),
  };
}

/** Whether a live engine, of this or another process, runs on the database. */
export function engineRuns(db: DatabaseSync): boolean {
  const held = db.prepare('SELECT pid, mark, nonce, beat FROM engine_lease').get();
  return held !== undefined && lives(held);
}

function lives(held: Record<string, unknown>): boolean {
  const pid = Number(held['pid']);
  const mark = liveMark(pid);
  if (mark !== held['mark']) return false;
  if (pid === process.pid) return here.has(String(held['nonce']));
  return mark !== UNSURE || Date.now() - Number(held['beat']) < STALE_MS;
}
