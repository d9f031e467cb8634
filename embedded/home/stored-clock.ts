import type { DatabaseSync } from 'node:sqlite';
import { scaledClock, type ClockSetting, type ScaledClock } from '../scaled-clock.ts';
import { transaction } from '../store/database.ts';

/**
 * The home's clock. Its setting lives in the database, so that every process of the home and every restart agree on the
 * time. A new speed goes on from where the clock stands: it never jumps and never runs back.
 */
export function storedClock(db: DatabaseSync, speed?: number): ScaledClock {
  db.exec('CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), setting TEXT NOT NULL) STRICT');
  const setting = transaction(db, () => {
    const row = db.prepare('SELECT setting FROM clock WHERE id = 1').get() as { setting: string } | undefined;
    const stored = row === undefined ? null : (JSON.parse(row.setting) as ClockSetting);
    if (stored !== null && (speed === undefined || stored.speed === speed)) return stored;
    const wall = Date.now();
    const fresh: ClockSetting = { wall, at: stored === null ? wall : scaledClock(stored).now(), speed: speed ?? 1 };
    db.prepare(
      'INSERT INTO clock (id, setting) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET setting = excluded.setting',
    ).run(JSON.stringify(fresh));
    return fresh;
  });
  return scaledClock(setting);
}
