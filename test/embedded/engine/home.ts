import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Definition } from '../../../asl/definition.ts';
import { createEngine, type Engine } from '../../../embedded/engine/engine.ts';
import { executionSummary, type ExecutionSummary } from '../../../embedded/engine/execution-status.ts';
import type { Invoke } from '../../../embedded/engine/invocations.ts';
import { startExecution } from '../../../embedded/engine/start-execution.ts';
import { scaledClock } from '../../../embedded/scaled-clock.ts';
import { openDatabase } from '../../../embedded/store/database.ts';

export const T0 = Date.parse('2026-01-05T10:00:00.000Z');

export type Home = ReturnType<typeof createHome>;

/** A database file with engines on it; everything ends with `end`. */
export function createHome(machines: Record<string, Definition>, speed = 10_000) {
  const folder = mkdtempSync(join(tmpdir(), 'interlock-engine-'));
  const file = join(folder, 'home.db');
  const clock = scaledClock({ wall: Date.now(), at: T0, speed });
  const opened: DatabaseSync[] = [];
  const engines: Engine[] = [];
  const errors: unknown[] = [];
  const connect = (): DatabaseSync => {
    const db = openDatabase(file);
    // A process's death keeps what it wrote; only a machine's loses it. So the tests need not wait for the disk.
    db.exec('PRAGMA synchronous = OFF');
    opened.push(db);
    return db;
  };
  const outside = connect();
  return {
    file,
    clock,
    errors,
    connect,
    /** Another process on the same home: the CLI. */
    outside,
    start: (machine: string, name: string, input: unknown = {}) =>
      startExecution(outside, { machine, name, input, at: clock.now() }),
    engine(invoke: Invoke, db = connect()): Engine {
      const engine = createEngine({ db, clock, machines, invoke, onError: (error) => errors.push(error), pollMs: 5 });
      engines.push(engine);
      return engine;
    },
    async ended(name: string, withinMs = 8_000): Promise<ExecutionSummary> {
      for (const until = Date.now() + withinMs; Date.now() < until; await sleep(3)) {
        const summary = executionSummary(outside, name);
        if (summary && summary.status !== 'RUNNING') return summary;
      }
      throw new Error(`${name} has not ended: ${JSON.stringify(executionSummary(outside, name))}`);
    },
    async end(): Promise<void> {
      await Promise.all(engines.map((engine) => engine.stop().catch(() => undefined)));
      for (const db of opened) if (db.isOpen) db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function until(true_: () => boolean, what: string, withinMs = 5_000): Promise<void> {
  for (const end = Date.now() + withinMs; !true_(); await sleep(3))
    if (Date.now() > end) throw new Error(`never: ${what}`);
}

/** The dead engine is in this very process: its successor has to wait until it has noticed. */
export async function takeOver(engine: Engine): Promise<void> {
  const runs = (): boolean => {
    try {
      engine.run();
      return true;
    } catch {
      return false;
    }
  };
  await until(runs, 'the dead engine halts');
}
