import { advance } from '../../asl/advance.ts';
import { begin } from '../../asl/begin.ts';
import type { Definition } from '../../asl/definition.ts';
import { faultValue } from '../../asl/fault.ts';
import { pending } from '../../asl/pending.ts';
import type { Advance, Command } from '../../asl/protocol.ts';
import type { Snapshot } from '../../asl/snapshot.ts';
import type { Happening } from './inbox.ts';
import type { StoredExecution } from './stored-execution.ts';

/** Where an execution goes from here: its beginning, or the answer to what happened. Null when nothing changes. */
export async function nextStep(
  definition: Definition | undefined,
  stored: StoredExecution,
  happening: Happening | null,
  at: number,
): Promise<Advance | null> {
  const { name, machine, input, snapshot } = stored;
  const first: Snapshot = {
    format: 1,
    machine,
    execution: { id: `execution:${machine}:${name}`, name, input, startedAt: at },
    at,
    deadline: null,
    flow: null,
    result: { kind: 'RUNNING' },
  };
  try {
    if (!definition) throw new Error(`there is no state machine ${machine}`);
    if (stored.status === 'STARTING') {
      if (happening !== null) return null;
      const { id } = first.execution;
      return await begin(definition, { input, executionName: name, executionId: id, machineName: machine, at });
    }
    if (happening === null || snapshot === null) return null;
    const step = await advance(definition, snapshot, { ...happening, at });
    return step.ignored ? null : step;
  } catch (error) {
    return broken(snapshot ?? first, error, at);
  }
}

/** A fault of the stepper or of the home itself: the execution ends now rather than never. */
function broken(snapshot: Snapshot, error: unknown, at: number): Advance {
  const fault = faultValue('States.Runtime', error instanceof Error ? error.message : String(error));
  const commands = pending(snapshot).tasks.map(({ id }): Command => ({ kind: 'CANCEL', id }));
  return {
    snapshot: { ...snapshot, at: Math.max(at, snapshot.at), flow: null, result: { kind: 'FAILED', ...fault } },
    commands,
    trace: [{ state: '', what: `FAILED ${fault.error}` }],
    ignored: false,
  };
}
