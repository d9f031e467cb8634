import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { gateRunSchema } from '../../core/contracts/gate-result.ts';
import type { GateRun } from '../../core/contracts/gate-result.ts';
import { stored } from '../../lambdas/kit/checked.ts';
import { storeCall, writeCall } from '../store/store-call.ts';
import { runRequestSchema } from './run-request.ts';
import type { RunRequest } from './run-request.ts';

/** A runner that died without a result is started again until it has been started this often. */
const MOST_ATTEMPTS = 3;
const CANCELLED: GateRun = { status: 'CANCELLED', summary: 'the run was cancelled', results: [] };
const DIED: GateRun = { status: 'FAILED', summary: `the gate runner died ${MOST_ATTEMPTS} times`, results: [] };

const rowSchema = z.object({
  release_id: z.string(),
  request: z.string(),
  result: z.string().nullable(),
  task_token: z.string(),
});

export type GateRunsTable = ReturnType<typeof gateRunsTable>;

/**
 * The runs and where they stand: QUEUED, RUNNING (in the one process that owns them), DONE. `answered` tells whether
 * the task token has had its answer. Any process may add or cancel; only the owner moves a run on.
 */
export function gateRunsTable(db: DatabaseSync) {
  storeCall(() =>
    db.exec(`CREATE TABLE IF NOT EXISTS gate_runs (
      release_id TEXT PRIMARY KEY,
      status TEXT NOT NULL DEFAULT 'QUEUED' CHECK (status IN ('QUEUED', 'RUNNING', 'DONE')),
      request TEXT NOT NULL,
      task_token TEXT NOT NULL,
      cancelled INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      result TEXT,
      answered INTEGER NOT NULL DEFAULT 0
    )`),
  );
  const rows = (sql: string, ...args: string[]) =>
    storeCall(() => db.prepare(sql).all(...args)).map((row) => rowSchema.parse(row));
  const change = (sql: string, ...args: string[]) => writeCall(db, () => Number(db.prepare(sql).run(...args).changes));
  const end = `UPDATE gate_runs SET status = 'DONE', result = ? WHERE status <> 'DONE'`;
  return {
    /** Adds a run; of one that is there only the token is renewed, and answered (again) when the run is done. */
    add: (releaseId: string, request: RunRequest, taskToken: string): void =>
      void change(
        `INSERT INTO gate_runs (release_id, request, task_token) VALUES (?, ?, ?)
         ON CONFLICT (release_id) DO UPDATE SET task_token = excluded.task_token, answered = 0`,
        releaseId,
        JSON.stringify(request),
        taskToken,
      ),
    result: (releaseId: string): GateRun | null => {
      const row = rows(`SELECT * FROM gate_runs WHERE release_id = ? AND status = 'DONE'`, releaseId)[0];
      return row === undefined || row.result === null ? null : stored(gateRunSchema, row.result, 'gate run');
    },
    queued: (): boolean => rows(`SELECT * FROM gate_runs WHERE status = 'QUEUED' LIMIT 1`).length > 0,
    /** Takes the oldest queued run, if there is one. */
    claim: (): { readonly releaseId: string; readonly request: RunRequest } | null => {
      const row = rows(
        `UPDATE gate_runs SET status = 'RUNNING', attempts = attempts + 1 WHERE release_id =
         (SELECT release_id FROM gate_runs WHERE status = 'QUEUED' ORDER BY rowid LIMIT 1) RETURNING *`,
      )[0];
      return row
        ? { releaseId: row.release_id, request: stored(runRequestSchema, row.request, 'gate run request') }
        : null;
    },
    /** Keeps how a run ended. Cancelling wins; a run without a result goes back to the queue or has failed. */
    finish: (releaseId: string, result: GateRun | null): void =>
      writeCall(db, () => {
        const cancelled = db
          .prepare(`${end} AND release_id = ? AND cancelled = 1`)
          .run(JSON.stringify(CANCELLED), releaseId);
        if (cancelled.changes > 0) return;
        if (result === null)
          db.prepare(
            `UPDATE gate_runs SET status = 'QUEUED' WHERE release_id = ? AND status = 'RUNNING' AND attempts < ?`,
          ).run(releaseId, MOST_ATTEMPTS);
        db.prepare(`${end} AND status = 'RUNNING' AND release_id = ?`).run(JSON.stringify(result ?? DIED), releaseId);
      }),
    /** Marks a run; one that nobody has begun ends at once. */
    cancel: (releaseId: string): void =>
      writeCall(db, () => {
        db.prepare(`UPDATE gate_runs SET cancelled = 1 WHERE release_id = ? AND status <> 'DONE'`).run(releaseId);
        db.prepare(`${end} AND release_id = ? AND status = 'QUEUED'`).run(JSON.stringify(CANCELLED), releaseId);
      }),
    cancelled: (): readonly string[] =>
      rows(`SELECT * FROM gate_runs WHERE status = 'RUNNING' AND cancelled = 1`).map((row) => row.release_id),
    unanswered: () =>
      rows(`SELECT * FROM gate_runs WHERE status = 'DONE' AND answered = 0`).map((row) => ({
        releaseId: row.release_id,
        taskToken: row.task_token,
        status: stored(gateRunSchema, row.result ?? '', 'gate run').status,
      })),
    /** Only for the token that was answered: another may have come meanwhile. */
    setAnswered: (releaseId: string, taskToken: string): void =>
      void change('UPDATE gate_runs SET answered = 1 WHERE release_id = ? AND task_token = ?', releaseId, taskToken),
    /** After a crash nothing runs: what was begun is queued again (that was no fault of its own) or was cancelled. */
    requeue: (): void =>
      writeCall(db, () => {
        db.prepare(`${end} AND cancelled = 1`).run(JSON.stringify(CANCELLED));
        db.exec(`UPDATE gate_runs SET status = 'QUEUED', attempts = attempts - 1 WHERE status = 'RUNNING'`);
      }),
  };
}
