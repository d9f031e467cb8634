import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../../embedded/store/database.ts';
import { fixedClock } from '../../support/fixed-clock.ts';

/** A home on disk with two connections to one database, as two processes have them. */
export function temporaryHome() {
  const home = mkdtempSync(path.join(tmpdir(), 'interlock-store-'));
  const file = path.join(home, 'interlock.db');
  const [first, second] = [openDatabase(file), openDatabase(file)];
  const end = () => {
    for (const db of [first, second]) if (db.isOpen) db.close();
    rmSync(home, { recursive: true, force: true });
  };
  return { home, file, first, second, clock: fixedClock(), end };
}

/** An adapter on the first connection and another one on the second. */
export function adapterOn<P>(create: (db: DatabaseSync, clock: ReturnType<typeof fixedClock>) => P) {
  const { first, second, clock, end } = temporaryHome();
  return { port: create(first, clock), other: create(second, clock), clock, end };
}
