import type { Json } from '../../asl/json.ts';
import { DATA_LIMIT_BYTES } from '../../asl/limits.ts';
import { pending } from '../../asl/pending.ts';
import type { Command, Event } from '../../asl/protocol.ts';
import type { Snapshot } from '../../asl/snapshot.ts';
import { Terminal, Transient, InvalidInput } from '../../core/contracts/errors.ts';
import { answersTo, wordOf } from './answers.ts';

/** One thing that can happen to a snapshot. `task`: the state it happens in; `what`: a word, an error or a timer. */
export type Happening = {
  readonly task: string;
  readonly what: string;
  readonly fails: boolean;
  readonly event: Event;
};

/** What a fault can be named: the declared ones, one that nobody declared, a throttle, and a missed heartbeat. */
const ERRORS = [
  new InvalidInput().name,
  new Transient().name,
  new Terminal().name,
  'Error',
  'Lambda.TooManyRequestsException',
  'States.HeartbeatTimeout',
];
const TOO_LARGE = 'x'.repeat(DATA_LIMIT_BYTES);

/** Every event that this snapshot can see: at least eight outcomes per task, every timer, a death of the machine. */
export function happenings(snapshot: Snapshot, calls: ReadonlyMap<string, Call>): readonly Happening[] {
  const { tasks, timers } = pending(snapshot);
  const ofTasks = tasks.flatMap(({ id, call, returned }) => {
    const { callee, payload } = calls.get(id)!;
    const at = snapshot.at;
    const task = stateOf(id);
    const answers = answersTo(callee, payload);
    const success = (answer: Json, what: string): Happening => ({
      task,
      what,
      fails: false,
      event: succeed(id, at, call, answer),
    });
    const failure = (error: string): Happening => ({
      ...{ task, what: error, fails: true },
      event: { kind: 'TASK_FAILED', id, at, error, cause: 'because' },
    });
    return [
      ...answers.map((answer) => success(answer, wordOf(answer))),
      ...(call === 'TOKEN' && !returned
        ? [{ task, what: 'RETURNED', fails: false, event: { kind: 'RETURNED', id, at, payload: {} } as const }]
        : []),
      ...ERRORS.map(failure),
      ...(call === 'EXECUTION' ? [failure('States.TaskFailed')] : []),
      { ...success(TOO_LARGE, 'States.DataLimitExceeded'), fails: true },
    ];
  });
  const ofTimers = timers.map((timer): Happening => ({
    task: timer.id === '!timeout' ? '' : stateOf(timer.id),
    what: timer.limitOf === null ? timer.id.split('!')[1]! : 'States.Timeout',
    fails: timer.limitOf !== null || timer.id === '!timeout',
    event: { kind: 'TIMER_FIRED', id: timer.id, at: timer.at },
  }));
  return [...ofTasks, ...ofTimers];
}

/** An answer in the shape in which each kind of call brings it. */
export function succeed(id: string, at: number, call: 'INVOKE' | 'TOKEN' | 'EXECUTION', answer: Json): Event {
  if (call === 'INVOKE') return { kind: 'RETURNED', id, at, payload: answer };
  return {
    kind: 'TASK_SUCCEEDED',
    id,
    at,
    output: call === 'TOKEN' ? answer : { Output: answer, Status: 'SUCCEEDED' },
  };
}

export type Call = { readonly callee: string; readonly payload: Json };

/** Who is called by the commands of one step, by the task's id. */
export function callsIn(commands: readonly Command[]): [string, Call][] {
  return commands.flatMap((command): [string, Call][] => {
    if (command.kind === 'INVOKE') return [[command.id, { callee: command.functionName, payload: command.payload }]];
    return command.kind === 'START_EXECUTION'
      ? [[command.id, { callee: command.machine, payload: command.input }]]
      : [];
  });
}

function stateOf(id: string): string {
  return id.split('/').at(-1)!.split('#')[0]!;
}
