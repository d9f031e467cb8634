import type { Json } from '../../asl/json.ts';
import { call } from './engines/piece-task.ts';
import type { Outcome, Scenario, Script, Way } from './engines/scenario.ts';

type States = Record<string, Record<string, unknown>>;
type End = Pick<Way, 'output' | 'error'>;
export type Probe = Scenario & {
  /** What Step Functions does by its documentation, and our engine by this test. */
  readonly ours: End;
  readonly emulators: End;
};

const gives = (output: Json): End => ({ output, error: null });
const failsWith = (error: string): End => ({ output: null, error });
const Catch = [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Error %}', Next: 'Z' }];
const Z = { Type: 'Succeed' };
const returns: Outcome = { kind: 'RETURN', payload: { n: 1 } };
const task = { ...call('A', false), Output: '{% $states.result.Payload %}', Next: 'Z' };
const branch = (output: Json) => ({
  StartAt: `B${output}`,
  States: { [`B${output}`]: { Type: 'Pass', Output: output, End: true } },
});
const nested = {
  Type: 'Task',
  Resource: 'arn:aws:states:::states:startExecution.sync:2',
  Arguments: { StateMachineArn: '${Child}', Name: "{% $states.context.Execution.Name & '--child' %}", Input: {} },
  Output: '{% $states.result.Status %}',
};
const failing: States = { F: { Type: 'Fail', Error: 'ChildBroke', Cause: 'so' } };

let number = 0;
function probe(
  title: string,
  states: States,
  ends: { ours: End; emulators: End },
  more: { script?: Script; child?: States; machine?: object } = {},
): Probe {
  const [machine, child] = [`Probe${++number}`, `Child${number}`];
  const textOf = (all: States, rest = {}) =>
    JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(all)[0], States: all, ...rest }).replaceAll(
      '${Child}',
      `\${${child}}`,
    );
  const machines = { [machine]: textOf(states, more.machine), ...(more.child ? { [child]: textOf(more.child) } : {}) };
  return {
    name: title.replaceAll(/\W+/g, '-'),
    machines,
    input: { n: 1 },
    script: more.script ?? { A: [returns] },
    ...ends,
  };
}

/** Everything the generated scenarios keep away from because the emulator does it otherwise. */
export const probes: readonly Probe[] = [
  probe(
    'Output of a Succeed',
    { A: { Type: 'Succeed', Output: 'said' } },
    { ours: gives('said'), emulators: gives({ n: 1 }) },
  ),
  probe(
    'Output of a Parallel',
    { A: { Type: 'Parallel', Branches: [branch(1), branch(2)], Output: 'said', End: true } },
    { ours: gives('said'), emulators: gives([1, 2]) },
  ),
  probe(
    'Arguments of a Parallel',
    {
      A: {
        Type: 'Parallel',
        Arguments: 5,
        Branches: [{ StartAt: 'B', States: { B: { Type: 'Pass', End: true } } }],
        End: true,
      },
    },
    { ours: gives([5]), emulators: gives([{ n: 1 }]) },
  ),
  probe(
    'Assign sees the variables of before',
    {
      A: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Next: 'C' },
      C: { Type: 'Pass', Output: '{% [$a, $b] %}', End: true },
    },
    { ours: gives([2, 1]), emulators: gives([2, 2]) },
  ),
  probe(
    'a Condition that is neither true nor false',
    { A: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n %}', Next: 'Z' }], Default: 'Z' }, Z },
    { ours: failsWith('States.QueryEvaluationError'), emulators: gives({ n: 1 }) },
  ),
  probe(
    'TimeoutSeconds by an expression',
    { A: { ...task, TimeoutSeconds: '{% 40000 + 2 %}' }, Z },
    { ours: gives({ n: 1 }), emulators: failsWith('States.Runtime') },
  ),
  probe(
    'TimeoutSeconds of the machine',
    { A: { Type: 'Wait', Seconds: 30, Next: 'Z' }, Z },
    { ours: failsWith('States.Timeout'), emulators: gives({ n: 1 }) },
    { machine: { TimeoutSeconds: 5 } },
  ),
  probe(
    'HeartbeatSeconds',
    { A: { ...call('A', true), TimeoutSeconds: 2, HeartbeatSeconds: 1, Catch, Next: 'Z' }, Z },
    { ours: gives('States.HeartbeatTimeout'), emulators: gives('States.Timeout') },
    { script: { A: [returns] } },
  ),
  probe(
    'a fault of a function that should answer a token',
    { A: { ...call('A', true), TimeoutSeconds: 1, Catch, Next: 'Z' }, Z },
    { ours: gives('Terminal'), emulators: gives('States.Timeout') },
    { script: { A: [{ kind: 'FAULT', error: 'Terminal', cause: 'so' }] } },
  ),
  probe(
    'a nested execution that fails',
    { A: { ...nested, Catch, Next: 'Z' }, Z },
    { ours: gives('States.TaskFailed'), emulators: gives('ChildBroke') },
    { child: failing },
  ),
  probe(
    'a nested execution with a name that was used',
    { A: { ...nested, Next: 'B' }, B: { ...nested, Catch, Next: 'Z' }, Z },
    { ours: gives('StepFunctions.ExecutionAlreadyExistsException'), emulators: gives('SUCCEEDED') },
    { child: { C: { Type: 'Succeed' } } },
  ),
  probe(
    'more data than 256 KiB',
    {
      A: { Type: 'Pass', Output: "{% $pad('', 300000, 'x') %}", Next: 'B' },
      B: { Type: 'Pass', Output: 'through', End: true },
    },
    { ours: failsWith('States.DataLimitExceeded'), emulators: gives('through') },
  ),
];
