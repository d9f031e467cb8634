import { assign, dataAfter } from './piece-pass.ts';
import { expression, input, put, returns, trail, type Draft, type Flow, type Piece, type StateJson } from './piece.ts';
import type { Outcome } from './scenario.ts';

const ERRORS = ['Transient', 'Terminal', 'InvalidInput', 'ServiceBusy'];
const INVOKE = 'arn:aws:states:::lambda:invoke';
/** Longer than a busy machine needs, and with no second meaning: the emulator does not scale it, ours does. */
const TIMEOUT_SECONDS = 43_200;

/** A call with faults before its answer; what Retry does not mend, Catch or the machine's end has to. */
export function task(draft: Draft, flow: Flow): Piece {
  const token = !flow.inBranch && draft.random.chance(35);
  const name = draft.name(token ? 'Token' : 'Task');
  const faults = Array.from({ length: draft.random.pick([0, 0, 1, 2, 3]) }, () => faultOf(draft, token));
  draft.script[name] = [...faults, answerOf(draft, token)];
  draft.features.add(token ? 'waits for a token' : 'invokes').add(faults.length > 0 ? 'fails first' : 'goes well');
  const result = token ? '$states.result' : '$states.result.Payload';
  const data = { n: expression(`${result}.n`), trail: trail(name), word: expression(`${result}.word`) };
  const state: StateJson = {
    ...call(name, token),
    ...retry(draft, faults.length > 0),
    ...(draft.random.chance(15) ? { Assign: assign(draft, `${result}.n`).Assign } : {}),
    Output: broken(draft) ? { n: expression(`${result}.nothing.there`) } : data,
  };
  const end = put(flow, name, state);
  const caught = recovery(draft, flow, state, faults.length > 0);
  return { first: name, ends: [end, ...caught] };
}

export function call(name: string, token: boolean): StateJson {
  const context = '$states.context';
  const Payload = {
    execution: expression(`${context}.Execution.Name`),
    state: name,
    given: expression(input),
    ...(token ? { taskToken: expression(`${context}.Task.Token`) } : {}),
  };
  return {
    Type: 'Task',
    Resource: token ? `${INVOKE}.waitForTaskToken` : INVOKE,
    Arguments: { FunctionName: '${Scripted}', Payload },
    TimeoutSeconds: TIMEOUT_SECONDS,
  };
}

function faultOf({ random }: Draft, token: boolean): Outcome {
  const told = { error: random.pick(ERRORS), cause: `cause ${random.number(100)}` };
  return token ? { kind: 'REFUSE', ...told, late: random.chance(50) } : { kind: 'FAULT', ...told };
}

function answerOf({ random }: Draft, token: boolean): Outcome {
  const output = { n: random.number(10), word: random.pick(['A', 'B', 'C']) };
  return token ? { kind: 'ANSWER', output, late: random.chance(50) } : returns(output);
}

/** An expression without a value fails the state, now and then, after its work is done. */
function broken(draft: Draft): boolean {
  const yes = draft.random.chance(6);
  if (yes) draft.features.add('an expression has no value');
  return yes;
}

export function retry(draft: Draft, useful: boolean): StateJson {
  const { random } = draft;
  if (!random.chance(useful ? 75 : 20)) return {};
  draft.features.add('Retry');
  const times = () => ({ IntervalSeconds: 1, MaxAttempts: random.number(4), BackoffRate: random.pick([1, 1.5, 2]) });
  const named = { ErrorEquals: random.pick([['Transient'], ['Transient', 'ServiceBusy'], ['Terminal']]), ...times() };
  const all = { ErrorEquals: [random.pick(['States.ALL', 'States.TaskFailed'])], ...times() };
  return { Retry: random.pick([[named], [all], [named, all]]) };
}

/**
 * Gives the state a Catch, often; returns the ways out of what it leads to. Inside a branch it catches everything: when a
 * branch fails, Step Functions and our engine leave the others at once, and the emulator only when they have ended.
 */
export function recovery(draft: Draft, flow: Flow, state: StateJson, useful: boolean): ((next: string) => void)[] {
  const { random } = draft;
  if (!flow.inBranch && !random.chance(useful ? 70 : 20)) return [];
  draft.features.add('Catch');
  const name = draft.name('Caught');
  const Output = {
    n: expression(`$length($states.errorOutput.Error)`),
    trail: trail('!'),
    word: expression('$states.errorOutput.Error'),
  };
  const catcher = (ErrorEquals: string[]) => ({ ErrorEquals, Output, Next: name });
  const named = catcher(random.pick([['Terminal'], ['InvalidInput', 'Terminal'], ['States.QueryEvaluationError']]));
  const all = catcher([random.pick(['States.ALL', 'States.TaskFailed'])]);
  state['Catch'] = random.pick(flow.inBranch ? [[all], [named, all]] : [[named], [all], [named, all]]);
  return [put(flow, name, { Type: 'Pass', Output: dataAfter(draft, flow, name) })];
}
