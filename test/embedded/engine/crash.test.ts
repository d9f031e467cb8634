import type { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from '@jest/globals';
import { machines, steps } from './crash-machine.ts';
import { createHome, takeOver, until, type Home } from './home.ts';

let home: Home;
afterEach(() => home.end());

/** The process dies at its nth COMMIT: just before it, or just after it and before anything acts on it. */
function mortal(db: DatabaseSync, nth: number, when: 'before' | 'after'): void {
  const exec = db.exec.bind(db);
  let left = nth;
  db.exec = (sql) => {
    const last = sql === 'COMMIT' && --left === 0;
    if (last && when === 'before') db.close();
    if (db.isOpen || !last) exec(sql);
    if (last && db.isOpen) db.close();
    if (last) throw new Error('killed');
  };
}

async function runTo(kill: { nth: number; when: 'before' | 'after' } | null) {
  home = createHome(machines);
  const effects = new Map<string, number>();
  home.start('m', 'one');
  let died = false;
  if (kill) {
    const db = home.connect();
    home
      .engine(
        steps(() => db, effects),
        db,
      )
      .run();
    mortal(db, kill.nth, kill.when);
    await until(
      () =>
        !db.isOpen ||
        home.outside.prepare("SELECT 1 FROM engine_executions WHERE name = 'one' AND status = 'SUCCEEDED'").get() !==
          undefined,
      'dies or ends',
    );
    died = !db.isOpen;
  }
  if (!kill || died) {
    const db = home.connect();
    await takeOver(
      home.engine(
        steps(() => db, effects),
        db,
      ),
    );
  }
  const { output } = await home.ended('one');
  const left = ['engine_tasks', 'engine_inbox'].map(
    (table) => home.outside.prepare(`SELECT COUNT(*) AS n FROM ${table}`).get()?.['n'],
  );
  await home.end();
  return { output, effects, died, left };
}

describe('killed at every transition', () => {
  it.each(['before', 'after'] as const)(
    '%s its commit: the same output, the same effects, nothing left over',
    async (when) => {
      const whole = await runTo(null);
      expect(whole.output).toEqual({ inner: { both: ['left', 'right'], deep: 'Deep done' }, last: 'Last done' });
      expect([...whole.effects.values()].every((n) => n === 1)).toBe(true);
      let nth = 0;
      for (;;) {
        const run = await runTo({ nth: ++nth, when });
        expect(run.output).toEqual(whole.output);
        expect([...run.effects.keys()].sort()).toEqual([...whole.effects.keys()].sort());
        // Only what was under way when it died is invoked again: at most the two branches.
        expect([...run.effects.values()].reduce((sum, n) => sum + n - 1, 0)).toBeLessThanOrEqual(2);
        expect(run.left).toEqual([0, 0]);
        if (!run.died) break;
      }
      // The beginning, and an event at least for each of the 6 invocations, the retry, the wait and the nested execution.
      expect(nth).toBeGreaterThan(10);
    },
  );
});
