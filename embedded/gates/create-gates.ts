import type { DatabaseSync } from 'node:sqlite';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Gates, SettingsSource } from '../../lambdas/ports.ts';
import { gateRunsTable } from './gate-runs-table.ts';
import { removeStaleRunFolders } from './run-folder.ts';
import type { RunRequest } from './run-request.ts';
import { startRunner } from './runner-process.ts';
import type { Runner } from './runner-process.ts';

export type EmbeddedGates = Gates & {
  /** Makes this process the owner: clears up after a crash and begins again what was running. Returns at once. */
  resume(): void;
  /** Ends all runners; their runs are begun again by the next `resume`. */
  stop(): Promise<void>;
};

/** How soon the owner sees what another process wrote. */
const POLL_MS = 200;

/**
 * The port Gates on child processes. The process that calls `resume` or `start` owns the runs; `cancel` and `result`
 * work from any process on the same database. `succeed` answers a task token and may be called twice with the same.
 */
export function createGates(deps: {
  readonly db: DatabaseSync;
  readonly home: string;
  readonly settings: SettingsSource;
  readonly succeed: (taskToken: string, output: unknown) => unknown;
  readonly onError?: (error: unknown) => void;
}): EmbeddedGates {
  const table = gateRunsTable(deps.db);
  const running = new Map<string, { readonly runner: Promise<Runner>; readonly settled: Promise<void> }>();
  const onError = deps.onError ?? ((error: unknown) => process.emitWarning(String(error)));
  let timer: NodeJS.Timeout | null = null;
  let recovered: Promise<void> | null = null;
  let stopped = false;
  let pass: Promise<void> | null = null;

  /** Also by `start`: the engine may ask for a run before anybody has called `resume`. */
  const own = (): void => {
    timer ??= setInterval(turn, POLL_MS);
    turn();
  };
  const recover = async (): Promise<void> => {
    await removeStaleRunFolders(deps.home).catch(onError);
    table.requeue();
  };
  const turn = (): void => {
    if (stopped || pass !== null) return;
    pass = step()
      .catch(onError)
      .finally(() => (pass = null));
  };
  const step = async (): Promise<void> => {
    recovered ??= recover();
    await recovered.catch((error: unknown) => {
      recovered = null;
      throw error;
    });
    const most = table.queued() ? (await deps.settings.current()).config.limits.concurrentGateRuns : 0;
    for (const releaseId of table.cancelled()) void end(releaseId).catch(onError);
    while (!stopped && running.size < most) {
      const next = table.claim();
      if (next === null) break;
      launch(next.releaseId, next.request);
    }
    for (const { releaseId, taskToken, status } of table.unanswered()) {
      await deps.succeed(taskToken, { status });
      table.setAnswered(releaseId, taskToken);
    }
  };
  const launch = (releaseId: string, request: RunRequest): void => {
    const runner = startRunner(request, deps.home);
    const settled = runner
      .then(({ done }) => done)
      .catch((error: unknown) => {
        onError(error);
        return null;
      })
      .then((result) => {
        // A run without a result that was only stopped stays RUNNING for the next resume.
        if (result !== null || !stopped) table.finish(releaseId, result);
      })
      .catch(onError)
      .finally(() => {
        running.delete(releaseId);
        turn();
      });
    running.set(releaseId, { runner, settled });
  };
  const end = async (releaseId: string): Promise<void> => {
    const entry = running.get(releaseId);
    if (!entry) return;
    await entry.runner.then((runner) => runner.stop()).catch(() => undefined);
    await entry.settled;
  };

  return {
    start: async ({ releaseId, source, base, head, taskToken }) => {
      if (source.kind !== 'LOCAL')
        throw new InvalidInput(`source: found ${source.kind}; expected LOCAL on one machine`);
      const { gates, limits } = (await deps.settings.current()).config;
      const maxDiffBytes = Math.floor(limits.diffMb * 1024 * 1024);
      table.add(releaseId, { repository: source.path, base, head, gates, maxDiffBytes }, taskToken);
      own();
    },
    result: async (releaseId) => table.result(releaseId),
    cancel: async (releaseId) => {
      table.cancel(releaseId);
      await end(releaseId);
      if (timer !== null) turn();
    },
    resume: own,
    stop: async () => {
      stopped = true;
      if (timer !== null) clearInterval(timer);
      await pass;
      await Promise.all([...running.keys()].map(end));
    },
  };
}
