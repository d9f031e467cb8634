import { fail } from './piece-choice.ts';
import { dataAfter } from './piece-pass.ts';
import { recovery, retry } from './piece-task.ts';
import { expression, input, put, trail, type Draft, type Flow, type Piece, type StateJson } from './piece.ts';

type Grow = (flow: Flow) => Piece;

/** Branches that all go well or of which the first fails; a Pass afterwards makes one of what they give. */
export function parallel(draft: Draft, flow: Flow, branch: Grow): Piece {
  const { random } = draft;
  const [name, merge] = [draft.name('Parallel'), draft.name('Merge')];
  const inside = (): Flow => ({ states: {}, variables: flow.variables, inBranch: true });
  const fails = random.chance(30);
  const flows = Array.from({ length: 2 + random.number(2) }, inside);
  const Branches = flows.map((one, i) => {
    // When a branch fails the others are left, at once or not: they must have nothing to show for it.
    if (fails) return closed(draft, one, i === 0 ? fail(draft, one) : quiet(draft, one));
    return closed(draft, one, branch(one));
  });
  draft.features.add(fails ? 'a branch fails' : 'Parallel');
  const state: StateJson = { Type: 'Parallel', Branches, ...retry(draft, fails) };
  put(flow, name, state)(merge);
  const Output = {
    n: expression(`$sum(${input}.n)`),
    trail: expression(`$append(${input}.trail, '${merge}')`),
    word: expression(`${input}[-1].word`),
  };
  const end = put(flow, merge, { Type: 'Pass', Output });
  return { first: name, ends: [end, ...recovery(draft, flow, state, fails)] };
}

function quiet(draft: Draft, flow: Flow): Piece {
  const name = draft.name('Quiet');
  return { first: name, ends: [put(flow, name, { Type: 'Pass', Output: dataAfter(draft, flow, name) })] };
}

/** A flow of its own: what comes to the piece's ends succeeds. */
export function closed(draft: Draft, flow: Flow, { first, ends }: Piece): { StartAt: string; States: Flow['states'] } {
  if (ends.length > 0) {
    const name = draft.name('Done');
    put(flow, name, { Type: 'Succeed' });
    ends.forEach((end) => end(name));
  }
  return { StartAt: first, States: flow.states };
}

/** An execution of a machine of its own. The name of its error is Step Functions' own affair (docs/e2e-aws.md). */
export function nested(draft: Draft, flow: Flow, body: Grow): Piece {
  const { random } = draft;
  const [name, caught] = [draft.name('Nested'), draft.name('Caught')];
  const machine = `${draft.execution}-${name}`.replaceAll('-', '_');
  const child: Flow = { states: {}, variables: [], inBranch: false };
  const fails = random.chance(30);
  const piece = fails ? fail(draft, child) : body(child);
  draft.machines[machine] = { QueryLanguage: 'JSONata', ...closed(draft, child, piece) };
  draft.features.add(fails ? 'a nested execution fails' : 'a nested execution');
  const Arguments = {
    StateMachineArn: `\${${machine}}`,
    Name: expression(`$states.context.Execution.Name & '--${name}'`),
    Input: expression(input),
  };
  const Output = { n: expression(`${input}.n`), trail: trail(name), word: 'nested failed' };
  const Catch = [{ ErrorEquals: [random.pick(['States.ALL', 'States.TaskFailed'])], Output, Next: caught }];
  const after = put(flow, name, {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments,
    Output: expression('$states.result.Output'),
    Catch,
  });
  const end = put(flow, caught, { Type: 'Pass', Output: dataAfter(draft, flow, caught) });
  return { first: name, ends: [after, end] };
}
