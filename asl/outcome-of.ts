import { pending } from './pending.ts';
import type { Advance, Command } from './protocol.ts';
import type { Run } from './run.ts';
import type { Standing } from './run-flow.ts';
import type { Flow, Result, Snapshot } from './snapshot.ts';

type Parts = {
  readonly flow: Flow;
  readonly deadline: number | null;
  /** Ids of the tasks that were waited for before the event. */
  readonly before: readonly string[];
  readonly standing: Standing;
  /** The task that the event itself ended; it needs no CANCEL. */
  readonly ended: string | null;
};

/** The new snapshot, the commands that are still wanted in it, and a CANCEL for every task that no one waits for now. */
export function outcomeOf(run: Run, { flow, deadline, before, standing, ended }: Parts): Advance {
  const result = resultOf(standing);
  const { machine, execution, at } = run;
  const running = result.kind === 'RUNNING';
  const snapshot: Snapshot = { format: 1, machine, execution, at, deadline, flow: running ? flow : null, result };
  const after = new Set(pending(snapshot).tasks.map((task) => task.id));
  const wanted = run.commands.filter((command) => after.has(command.id));
  const cancelled = before
    .filter((id) => id !== ended && !after.has(id))
    .map((id): Command => ({ kind: 'CANCEL', id }));
  if (!running) run.trace.push({ state: '', what: result.kind === 'FAILED' ? `FAILED ${result.error}` : 'SUCCEEDED' });
  return { snapshot, commands: [...cancelled, ...wanted], trace: run.trace, ignored: false };
}

function resultOf(standing: Standing): Result {
  switch (standing.kind) {
    case 'WAIT':
      return { kind: 'RUNNING' };
    case 'END':
      return { kind: 'SUCCEEDED', output: standing.output };
    case 'FAULT':
      return { kind: 'FAILED', ...standing.fault };
  }
}
