import { advance } from '../../asl/advance.ts';
import { begin } from '../../asl/begin.ts';
import type { Definition } from '../../asl/definition.ts';
import { faultValue } from '../../asl/fault.ts';
import type { Json } from '../../asl/json.ts';
import { pending } from '../../asl/pending.ts';
import type { Advance, Command, Event } from '../../asl/protocol.ts';
import type { Snapshot } from '../../asl/snapshot.ts';
import { withToken } from '../../asl/task-token.ts';
import type { Calls, End } from './calls.ts';
import type { Course } from './course.ts';

type Parent = { readonly execution: string; readonly task: string };
type Execution = {
  readonly name: string;
  readonly machine: string;
  readonly input: Json;
  readonly parent: Parent | null;
  snapshot: Snapshot | null;
  ended: boolean;
  readonly timers: Set<string>;
};
type Happening = Event extends infer E ? (E extends Event ? Omit<E, 'at'> : never) : never;

export type Engine = ReturnType<typeof createEngine>;

/** Lambda's name for a process that died; Retry knows the second, as it knows Transient. */
const DEATHS = ['Transient', 'Lambda.ServiceException', 'Lambda.Unknown'] as const;
/** Of a thousand: answers that come twice, that take minutes, that never come. */
const TWICE = 15;
const LATE = 10;
const NEVER = 250;
/** Ended by the execution around it, which knows. */
const ABORTED = 'Aborted';
/** Longest that a paused step may take: its own limit (lib/step-shapes.ts), below that of its state. */
const LIMITS: Readonly<Record<string, number>> = { StartShift: 280, EndShift: 280, ReviewChange: 300 };

/** The state machines, each transition by the shipped stepper, in a world where answers are late, doubled or lost. */
export function createEngine(
  course: Course,
  calls: Calls,
  machines: Readonly<Record<string, Definition>>,
  invoke: (functionName: string, payload: unknown) => Promise<unknown>,
) {
  const { choices } = course;
  const executions = new Map<string, Execution>();
  const tokens = new Map<string, { readonly execution: Execution; readonly id: string }>();

  function start(machine: string, name: string, input: Json, parent: Parent | null = null): 'STARTED' | 'EXISTS' {
    if (executions.has(name)) return 'EXISTS';
    const execution: Execution = { name, machine, input, parent, snapshot: null, ended: false, timers: new Set() };
    executions.set(name, execution);
    soon(async () => {
      if (execution.ended) return;
      const beginning = { input, executionName: name, executionId: `execution:${name}`, machineName: machine };
      settle(execution, await begin(machines[machine]!, { ...beginning, at: course.now() }));
    });
    return 'STARTED';
  }

  function happen(execution: Execution, happening: Happening): void {
    const deliver = async () => {
      if (execution.snapshot === null || execution.ended) return;
      const event = { ...happening, at: course.now() } as Event;
      const next = await advance(machines[execution.machine]!, execution.snapshot, event);
      if (!next.ignored) settle(execution, next);
    };
    if (happening.kind === 'TIMER_FIRED') return soon(deliver);
    const slow = choices.odds(LATE);
    if (slow) course.count('fault LATE_EVENT');
    course.after(slow ? choices.within(90) / 1000 : 0.05, deliver);
    if (!choices.odds(TWICE)) return;
    course.count('fault DOUBLE_EVENT');
    course.after(choices.within(120) / 1000, deliver);
  }

  function settle(execution: Execution, { snapshot, commands, trace }: Advance): void {
    course.count('transitions');
    for (const { state, what } of trace) course.note(() => `  ${execution.name} ${state}: ${what}`);
    execution.snapshot = snapshot;
    for (const command of commands) act(execution, command);
    for (const { id, at } of pending(snapshot).timers) {
      if (execution.timers.has(id)) continue;
      execution.timers.add(id);
      course.after(
        (at - course.now()) / 1000,
        () => happen(execution, { kind: 'TIMER_FIRED', id }),
        () => !isDue(execution, id),
      );
    }
    if (snapshot.result.kind !== 'RUNNING') end(execution, snapshot);
  }

  /** Most timers are limits of what has long ended. */
  const isDue = ({ ended, snapshot }: Execution, id: string) =>
    !ended && snapshot !== null && pending(snapshot).timers.some((timer) => timer.id === id);

  function end(execution: Execution, { result, at }: Snapshot): void {
    execution.ended = true;
    const { parent, name, machine } = execution;
    const above = parent === null ? undefined : executions.get(parent.execution);
    if (above === undefined || parent === null || result.kind === 'RUNNING') return;
    const described = { ExecutionArn: `execution:${name}`, Name: name, StateMachineArn: machine, StopDate: at };
    if (result.kind === 'SUCCEEDED')
      happen(above, { kind: 'TASK_SUCCEEDED', id: parent.task, output: { ...described, Output: result.output } });
    else happen(above, { kind: 'TASK_FAILED', id: parent.task, error: 'States.TaskFailed', cause: result.error });
  }

  function act(execution: Execution, command: Command): void {
    if (command.kind === 'CANCEL') return abortNested(execution.name, command.id);
    const parent = { execution: execution.name, task: command.id };
    if (command.kind === 'START_EXECUTION') {
      if (start(command.machine, command.name, command.input, parent) === 'STARTED') return;
      const error = 'StepFunctions.ExecutionAlreadyExistsException';
      return happen(execution, { kind: 'TASK_FAILED', id: command.id, error, cause: command.name });
    }
    const { id, functionName, payload, tokenPaths } = command;
    const token = tokenPaths.length > 0 ? `token-${tokens.size + 1}` : null;
    if (token !== null) tokens.set(token, { execution, id });
    const given = token === null ? payload : withToken(payload, tokenPaths, token);
    const limitSeconds = LIMITS[functionName] ?? 50;
    const work = () => invoke(functionName, given);
    // What was sent runs, also when nobody waits for it any more.
    soon(() =>
      calls.run({ name: `${functionName} ${execution.name}`, limitSeconds, work }, (ended) =>
        returned(execution, id, ended),
      ),
    );
  }

  function returned(execution: Execution, id: string, ended: End): void {
    if (ended.kind === 'RETURNED') {
      const payload = JSON.parse(JSON.stringify(ended.value ?? null)) as Json;
      return happen(execution, { kind: 'RETURNED', id, payload });
    }
    if (ended.kind === 'THREW') {
      const { name: error, message: cause } = ended.error;
      return happen(execution, { kind: 'TASK_FAILED', id, error, cause });
    }
    if (choices.odds(NEVER)) course.count('fault NEVER_RETURNED');
    else happen(execution, { kind: 'TASK_FAILED', id, error: choices.oneOf(DEATHS), cause: 'killed' });
  }

  /** Nobody waits for what runs in there any more: mostly it is stopped, but that is best effort. */
  function abortNested(parent: string, task: string | null): void {
    for (const nested of executions.values())
      if (nested.parent?.execution === parent && (task === null || nested.parent.task === task) && !nested.ended) {
        if (choices.odds(300)) course.count('fault NESTED_LIVES_ON');
        else kill(nested.name, ABORTED);
      }
  }

  /** As States.Runtime does: no Catch sees it. */
  function kill(name: string, error = 'States.Runtime'): void {
    const execution = executions.get(name);
    if (execution === undefined || execution.ended) return;
    course.note(() => `${name} dies: ${error}`);
    execution.ended = true;
    if (execution.snapshot !== null) {
      const fault = faultValue(error, 'killed');
      execution.snapshot = { ...execution.snapshot, flow: null, result: { kind: 'FAILED', ...fault } };
    }
    abortNested(name, null);
    const { parent } = execution;
    const above = parent === null ? undefined : executions.get(parent.execution);
    if (above !== undefined && error !== ABORTED)
      happen(above, { kind: 'TASK_FAILED', id: parent!.task, error: 'States.TaskFailed', cause: error });
  }

  const soon = (run: () => Promise<void> | void) => course.after(choices.pick(40) / 20, run);

  return {
    start,
    kill,
    status: (name: string) => {
      const execution = executions.get(name);
      return execution === undefined
        ? ('UNKNOWN' as const)
        : execution.ended
          ? ('ENDED' as const)
          : ('RUNNING' as const);
    },
    /** Answers a token; one that is unknown or not waited for any more is ignored. */
    answer(token: string, output: unknown): void {
      const task = tokens.get(token);
      if (task === undefined) return;
      const answered = JSON.parse(JSON.stringify(output)) as Json;
      happen(task.execution, { kind: 'TASK_SUCCEEDED', id: task.id, output: answered });
    },
    running: () => [...executions.values()].filter(({ ended }) => !ended).map(({ name }) => name),
    releases: () => [...executions.values()].filter(({ machine }) => machine === 'release').map(({ name }) => name),
  };
}
