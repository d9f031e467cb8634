import { advance } from '../../asl/advance.ts';
import { begin } from '../../asl/begin.ts';
import type { Json } from '../../asl/json.ts';
import { pending } from '../../asl/pending.ts';
import type { Advance, Command, Event } from '../../asl/protocol.ts';
import type { Snapshot } from '../../asl/snapshot.ts';
import { withToken } from '../../asl/task-token.ts';
import type { FromTemplate, MachineName } from './template.ts';

type Execution = { readonly machine: MachineName; snapshot: Snapshot; readonly parent: Waiting | null };
type Waiting = { readonly execution: string; readonly task: string };
type Without<T> = T extends unknown ? Omit<T, 'at'> : never;
/** What happens outside of the machines, at an instant of the clock. */
export type Happening = { readonly at: number; readonly happen: () => Promise<void> };

export type World = {
  readonly now: () => number;
  readonly advanceTo: (at: number) => Promise<void>;
  /** Calls a step; `name` is the placeholder in the definition. */
  readonly invoke: (name: string, payload: Json) => Promise<Json>;
  /** Taken and emptied: task tokens that were answered. */
  readonly answers: { token: string; output: unknown }[];
  /** Taken and emptied. */
  readonly happenings: Happening[];
};

/** How often each state was entered or tried again, in all executions together. */
export type Transitions = ReadonlyMap<string, number>;

/** Runs one execution of the release machine to its end on a clock that jumps from event to event. */
export async function walk(machines: FromTemplate['machines'], world: World, name: string, input: Json) {
  const executions = new Map<string, Execution>();
  const tokens = new Map<string, Waiting>();
  const transitions = new Map<string, number>();
  const commands: { execution: string; command: Command }[] = [];

  const take = (id: string, { snapshot, commands: next, trace, ignored }: Advance): void => {
    if (ignored) return;
    const execution = executions.get(id)!;
    execution.snapshot = snapshot;
    for (const { state, what } of trace)
      if (what === 'entered' || what.startsWith('tries again')) {
        const key = `${execution.machine}.${state.split('/').at(-1)!}`;
        transitions.set(key, (transitions.get(key) ?? 0) + 1);
      }
    commands.push(...next.map((command) => ({ execution: id, command })));
  };
  const start = async (id: string, machine: MachineName, given: Json, parent: Waiting | null): Promise<void> => {
    const beginning = {
      input: given,
      executionName: id,
      executionId: `arn:${id}`,
      machineName: machine,
      at: world.now(),
    };
    const begun = await begin(machines[machine], beginning);
    executions.set(id, { machine, snapshot: begun.snapshot, parent });
    take(id, begun);
  };
  const send = async (id: string, event: Without<Event>): Promise<void> => {
    const { machine, snapshot } = executions.get(id)!;
    take(id, await advance(machines[machine], snapshot, { ...event, at: world.now() } as Event));
    const { snapshot: after, parent } = executions.get(id)!;
    if (after.result.kind === 'RUNNING' || parent === null) return;
    if (after.result.kind !== 'SUCCEEDED') throw new Error(`${id} failed: ${after.result.error} ${after.result.cause}`);
    const output: Json = { Output: after.result.output, Status: 'SUCCEEDED' };
    await send(parent.execution, { kind: 'TASK_SUCCEEDED', id: parent.task, output });
  };
  const perform = async (execution: string, command: Command): Promise<void> => {
    if (command.kind === 'CANCEL') return;
    if (command.kind === 'START_EXECUTION')
      return start(command.name, command.machine as MachineName, command.input, { execution, task: command.id });
    const token = `token-of-${execution}-${command.id}`;
    tokens.set(token, { execution, task: command.id });
    const payload = await world.invoke(command.functionName, withToken(command.payload, command.tokenPaths, token));
    await send(execution, { kind: 'RETURNED', id: command.id, payload });
  };

  await start(name, 'release', input, null);
  for (;;) {
    const next = commands.shift();
    if (next !== undefined) {
      await perform(next.execution, next.command);
      continue;
    }
    const answer = world.answers.shift();
    if (answer !== undefined) {
      const { execution, task } = tokens.get(answer.token)!;
      await send(execution, { kind: 'TASK_SUCCEEDED', id: task, output: answer.output as Json });
      continue;
    }
    const { result } = executions.get(name)!.snapshot;
    if (result.kind === 'SUCCEEDED') return { transitions: transitions as Transitions, output: result.output };
    if (result.kind === 'FAILED') throw new Error(`${name} failed: ${result.error} ${result.cause}`);
    await toNextEvent();
  }

  async function toNextEvent(): Promise<void> {
    const timers = [...executions].flatMap(([id, { snapshot }]) =>
      pending(snapshot).timers.map(({ id: timer, at }) => ({
        at,
        fire: () => send(id, { kind: 'TIMER_FIRED', id: timer }),
      })),
    );
    const happenings = world.happenings.map((one) => ({
      at: one.at,
      fire: () => {
        world.happenings.splice(world.happenings.indexOf(one), 1);
        return one.happen();
      },
    }));
    const [first] = [...happenings, ...timers].sort((a, b) => a.at - b.at);
    if (first === undefined) throw new Error(`${name} waits for nothing`);
    await world.advanceTo(Math.max(first.at, world.now()));
    await first.fire();
  }
}
