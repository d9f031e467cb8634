import { actChoice } from './act-choice.ts';
import { actFail } from './act-fail.ts';
import { actTask } from './act-task.ts';
import { actWait } from './act-wait.ts';
import type { ParallelState, State, States } from './definition.ts';
import { evaluate } from './evaluate.ts';
import { Fault, type FaultValue } from './fault.ts';
import type { Json } from './json.ts';
import { leaveTo } from './leave-to.ts';
import { TRANSITIONS_LIMIT, withinLimit } from './limits.ts';
import type { Next } from './next.ts';
import { recover } from './recover.ts';
import { note, type Run } from './run.ts';
import { idOf, type Flow } from './snapshot.ts';

/** How a flow stands when nothing more can be done in it without an event. */
export type Standing =
  | { readonly kind: 'WAIT' }
  | { readonly kind: 'END'; readonly output: Json }
  | { readonly kind: 'FAULT'; readonly fault: FaultValue };

export function newFlow(path: string, variables: Flow['variables']): Flow {
  const nothing = { kind: 'NOTHING' } as const;
  return { path, state: '', visit: 0, attempt: 0, retries: [], enteredAt: 0, input: null, variables, doing: nothing };
}

/** Carries a flow on from `first` until it waits, ends or fails. Changes `flow`; commands and history go to `run`. */
export async function runFlow(run: Run, states: States, flow: Flow, first: Next): Promise<Standing> {
  let next = first;
  for (;;) {
    if (next.kind === 'WAIT' || next.kind === 'FAULT') return next;
    if (next.kind === 'END') {
      flow.doing = { kind: 'ENDED', output: next.output };
      return next;
    }
    next = await step(run, states, flow, next);
  }
}

async function step(
  run: Run,
  states: States,
  flow: Flow,
  next: Exclude<Next, { kind: 'WAIT' | 'END' | 'FAULT' }>,
): Promise<Next> {
  if (next.kind === 'ENTER') {
    Object.assign(flow, { state: next.state, visit: flow.visit + 1, attempt: 0, retries: [], enteredAt: run.at });
    Object.assign(flow, { input: next.input, variables: next.variables, doing: { kind: 'NOTHING' } });
    note(run, flow, 'entered');
  } else if (next.kind === 'AGAIN') flow.attempt += 1;
  const state = Object.hasOwn(states.States, flow.state) ? states.States[flow.state] : undefined;
  try {
    if (state === undefined) throw new Fault('States.Runtime', `there is no state ${flow.state}`);
    if (++run.transitions > TRANSITIONS_LIMIT) {
      throw new Fault(
        'States.Runtime',
        `${TRANSITIONS_LIMIT} states in a row without a wait, the last was ${flow.state}`,
      );
    }
    if (next.kind === 'FAILED') return await recover(run, flow, state, next.fault);
    if (next.kind === 'DONE') return await leave(run, flow, state, next.result);
    return await act(run, flow, state);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // What goes wrong inside a Catch cannot be caught by the same state again.
    return next.kind === 'FAILED' || state === undefined
      ? { kind: 'FAULT', fault: error.value }
      : { kind: 'FAILED', fault: error.value };
  }
}

async function act(run: Run, flow: Flow, state: State): Promise<Next> {
  switch (state.Type) {
    case 'Task':
      return actTask(run, flow, state);
    case 'Parallel':
      return actParallel(run, flow, state);
    case 'Choice':
      return actChoice(run, flow, state);
    case 'Wait':
      return actWait(run, flow, state);
    case 'Fail':
      return actFail(run, flow, state);
    case 'Pass':
    case 'Succeed':
      return { kind: 'DONE' };
  }
}

async function leave(run: Run, flow: Flow, state: State, result?: Json): Promise<Next> {
  const next = 'Next' in state ? (state.Next ?? null) : null;
  if (result !== undefined) withinLimit(result, `the result of state ${flow.state}`);
  return leaveTo(run, flow, '', state, next, result ?? flow.input, result === undefined ? {} : { result });
}

/** Every branch begins in this same step; branches only read the variables around them and keep their own. */
async function actParallel(run: Run, flow: Flow, state: ParallelState): Promise<Next> {
  const input = state.Arguments === undefined ? flow.input : await evaluate(run, flow, 'Arguments', state.Arguments);
  withinLimit(input, `Arguments of state ${flow.state}`);
  const branches = state.Branches.map((_, i) => newFlow(`${idOf(flow)}/${i}/`, flow.variables));
  flow.doing = { kind: 'BRANCHES', branches };
  for (const [i, branch] of state.Branches.entries()) {
    const enter = { kind: 'ENTER', state: branch.StartAt, input, variables: flow.variables } as const;
    const standing = await runFlow(run, branch, branches[i] as Flow, enter);
    if (standing.kind === 'FAULT') return { kind: 'FAILED', fault: standing.fault };
  }
  return joined(branches);
}

/** The array of the branches' outputs once all have ended. */
export function joined(branches: readonly Flow[]): Next {
  const outputs = branches.flatMap(({ doing }) => (doing.kind === 'ENDED' ? [doing.output] : []));
  return outputs.length === branches.length ? { kind: 'DONE', result: outputs } : { kind: 'WAIT' };
}
