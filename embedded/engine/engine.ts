import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { Definition } from '../../asl/definition.ts';
import type { ScaledClock } from '../scaled-clock.ts';
import { transaction } from '../store/database.ts';
import { commit } from './commit.ts';
import { dueTimers } from './due-timers.ts';
import type { Happening } from './inbox.ts';
import { createInvocations, type Invoke } from './invocations.ts';
import { LeaseLost, takeLease, type Lease } from './lease.ts';
import { nextStep } from './next-step.ts';
import { createEngineTables } from './schema.ts';
import { createQueues } from './queues.ts';
import { storedExecution } from './stored-execution.ts';

export type EngineOptions = {
  readonly db: DatabaseSync;
  readonly clock: ScaledClock;
  /** State machines by name: what `StateMachineArn` says after substitution. */
  readonly machines: Readonly<Record<string, Definition>>;
  /** Runs a step. May be called again with the same payload after a crash, so a step's effect must be that of once. */
  readonly invoke: Invoke;
  readonly onError?: (error: unknown) => void;
  /** How soon work from another process is seen, in real ms. */
  readonly pollMs?: number;
};
export type Engine = {
  /** Makes this the only engine of the home, before anything is started for it. Throws when another live one is. */
  claim(): void;
  /** Claims the home if need be and takes up whatever the database holds. */
  run(): void;
  /** Aborts invocations (the next engine repeats them), waits up to 10 s for their ends and leaves the database free. */
  stop(): Promise<void>;
};

const RETRY_MS = 250;
const STOP_MS = 10_000;

/**
 * Runs executions durably: every transition and everything it asks for is one transaction, and only then acts. What was
 * asked for and has not come back is asked for again by the next engine on the same database.
 */
export function createEngine({ db, clock, machines, invoke, onError, pollMs = 100 }: EngineOptions): Engine {
  createEngineTables(db);
  const queues = createQueues();
  const invocations = createInvocations(db, invoke, invocationEnded);
  let state: 'NEW' | 'CLAIMED' | 'RUNNING' | 'STOPPING' | 'STOPPED' = 'NEW';
  let lease: Lease | null = null;
  let timer: NodeJS.Timeout | undefined;

  function halt(): void {
    state = 'STOPPED';
    clearTimeout(timer);
    invocations.abortAll();
    lease?.forget();
  }

  /** True when the fault ends this engine: it lost its place, or its database is closed. */
  function fatal(error: unknown): boolean {
    if (state === 'STOPPED') return true;
    onError?.(error);
    if (!(error instanceof LeaseLost) && db.isOpen) return false;
    halt();
    return true;
  }

  /** One transition; tried until it is on disk, because what happened cannot be unhappened. */
  async function take(name: string, happening: Happening | null, inboxSeq: number | null): Promise<void> {
    while (state !== 'STOPPED') {
      try {
        return await takeOnce(name, happening, inboxSeq);
      } catch (error) {
        if (fatal(error)) return;
        await sleep(RETRY_MS);
      }
    }
  }

  async function takeOnce(name: string, happening: Happening | null, inboxSeq: number | null): Promise<void> {
    const stored = storedExecution(db, name);
    const step = stored && (await nextStep(machines[stored.machine], stored, happening, clock.now()));
    if (stored && !step && inboxSeq === null) return;
    const committed = transaction(db, () => {
      lease?.check();
      if (inboxSeq !== null) db.prepare('DELETE FROM engine_inbox WHERE seq = ?').run(inboxSeq);
      return stored && step ? commit(db, stored, step) : null;
    });
    committed?.abort.forEach(invocations.abort);
    if (state === 'RUNNING') committed?.invoke.forEach(invocations.start);
    wake();
  }

  /** A failure while stopping is ours, not the function's: the next engine invokes it again. */
  async function invocationEnded(execution: string, happening: Happening): Promise<void> {
    if (state === 'STOPPING' && happening.kind === 'TASK_FAILED') return;
    await queues.add(execution, null, () => take(execution, happening, null));
  }

  function scan(): void {
    lease?.beat();
    for (const row of db.prepare('SELECT seq, execution, event FROM engine_inbox ORDER BY seq').all()) {
      const [name, seq] = [String(row['execution']), Number(row['seq'])];
      const happening = JSON.parse(String(row['event'])) as Happening;
      void queues.add(name, `inbox ${seq}`, () => take(name, happening, seq));
    }
    const starting = "SELECT name FROM engine_executions WHERE status = 'STARTING' ORDER BY started_at, name";
    for (const row of db.prepare(starting).all()) {
      const name = String(row['name']);
      void queues.add(name, `start ${name}`, () => take(name, null, null));
    }
    for (const { execution, id } of dueTimers(db, clock.now(), invocations)) {
      const fired: Happening = { kind: 'TIMER_FIRED', id };
      void queues.add(execution, `timer ${execution} ${id}`, () => take(execution, fired, null));
    }
  }

  function tick(): void {
    try {
      scan();
      const sql = 'SELECT MIN(next_at) AS at FROM engine_executions WHERE next_at > ?';
      const next = db.prepare(sql).get(clock.now())?.['at'];
      wake(typeof next === 'number' ? Math.min(pollMs, clock.realUntil(next)) : pollMs);
    } catch (error) {
      if (!fatal(error)) wake(RETRY_MS);
    }
  }

  function wake(inMs = 0): void {
    clearTimeout(timer);
    if (state === 'RUNNING') timer = setTimeout(tick, inMs);
  }

  function claim(): void {
    if (state !== 'NEW') throw new Error('this engine was claimed before; create a new one');
    lease = takeLease(db);
    state = 'CLAIMED';
  }

  return {
    claim,
    run() {
      if (state !== 'CLAIMED') claim();
      state = 'RUNNING';
      const open = 'SELECT execution, id FROM engine_tasks WHERE returned = 0 AND answered = 0';
      for (const row of db.prepare(open).all()) {
        invocations.start({ execution: String(row['execution']), id: String(row['id']) });
      }
      wake();
    },
    async stop() {
      if (state !== 'RUNNING' && state !== 'CLAIMED') return;
      state = 'STOPPING';
      clearTimeout(timer);
      invocations.abortAll();
      const patience = new AbortController();
      const over = sleep(STOP_MS, undefined, { signal: patience.signal }).catch(() => undefined);
      await Promise.race([over, invocations.settled().then(() => queues.idle())]);
      patience.abort();
      if ((state as string) === 'STOPPED') return;
      state = 'STOPPED';
      lease?.release();
    },
  };
}
