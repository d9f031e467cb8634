import { advance } from '../../asl/advance.ts';
import { begin } from '../../asl/begin.ts';
import { checkDefinition } from '../../asl/check-definition.ts';
import type { Definition } from '../../asl/definition.ts';
import type { Json } from '../../asl/json.ts';
import { pending } from '../../asl/pending.ts';
import type { Advance, Command, Event } from '../../asl/protocol.ts';

export const T0 = Date.parse('2026-01-05T10:00:00.000Z');

export function machine(states: Record<string, unknown>, more: Record<string, unknown> = {}): Definition {
  return checkDefinition({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more });
}

export function task(more: Record<string, unknown> = {}): Record<string, unknown> {
  const next = 'Next' in more ? {} : { End: true };
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'F', Payload: {} },
    ...next,
    ...more,
  };
}

export function tokenTask(more: Record<string, unknown> = {}): Record<string, unknown> {
  const token = '{% $states.context.Task.Token %}';
  const Arguments = { FunctionName: 'F', Payload: { token } };
  return task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', Arguments, ...more });
}

type Without<T> = T extends unknown ? Omit<T, 'at'> : never;

/** An execution under a clock that the test moves. */
export async function started(definition: Definition, input: Json = {}) {
  let at = T0;
  let now: Advance = await begin(definition, {
    input,
    executionName: 'rel-1',
    executionId: 'execution:m:rel-1',
    machineName: 'm',
    at,
  });
  const send = async (event: Without<Event>): Promise<Advance> => {
    now = await advance(definition, now.snapshot, { ...event, at });
    return now;
  };
  return {
    send,
    get commands(): readonly Command[] {
      return now.commands;
    },
    get result() {
      return now.snapshot.result;
    },
    get ignored() {
      return now.ignored;
    },
    get snapshot() {
      return now.snapshot;
    },
    get state() {
      return now.snapshot.flow?.state ?? null;
    },
    get at() {
      return at;
    },
    get pending() {
      return pending(now.snapshot);
    },
    /** The id of the one task that is waited for. */
    get task(): string {
      const { tasks } = pending(now.snapshot);
      if (tasks.length !== 1) throw new Error(`${tasks.length} tasks are waited for`);
      return tasks[0]!.id;
    },
    pass: (seconds: number) => void (at += seconds * 1000),
    returned: (payload: Json, id?: string) =>
      send({ kind: 'RETURNED', id: id ?? pending(now.snapshot).tasks[0]!.id, payload }),
    failed: (error: string, id?: string) =>
      send({ kind: 'TASK_FAILED', id: id ?? pending(now.snapshot).tasks[0]!.id, error, cause: 'because' }),
    succeeded: (output: Json, id?: string) =>
      send({ kind: 'TASK_SUCCEEDED', id: id ?? pending(now.snapshot).tasks[0]!.id, output }),
    /** Lets time run to the next timer and fires it; returns the seconds that passed. */
    async ring(): Promise<number> {
      const timer = pending(now.snapshot).timers[0];
      if (!timer) throw new Error('no timer');
      const passed = (timer.at - at) / 1000;
      at = timer.at;
      await send({ kind: 'TIMER_FIRED', id: timer.id });
      return passed;
    },
  };
}
