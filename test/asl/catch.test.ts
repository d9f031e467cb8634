import { describe, expect, it } from '@jest/globals';
import { errorMatches } from '../../asl/error-matches.ts';
import { machine, started, task } from './machine.ts';

const done = { Type: 'Succeed' };

describe('Catch', () => {
  it('takes the first that names the error, with its Output and Assign', async () => {
    const Catch = [
      { ErrorEquals: ['A'], Next: 'Z', Output: 'first' },
      {
        ErrorEquals: ['B', 'A'],
        Next: 'Z',
        Output: '{% $states.errorOutput.Error & $states.errorOutput.Cause & $states.input %}',
        Assign: { e: '{% $states.errorOutput %}' },
      },
      { ErrorEquals: ['States.ALL'], Next: 'Z', Output: 'all' },
    ];
    const Z = { Type: 'Succeed', Output: { o: '{% $states.input %}' } };
    for (const [error, output] of [
      ['A', 'first'],
      ['B', 'Bbecausein'],
      ['C', 'all'],
    ] as const) {
      const run = await started(machine({ A: task({ Catch, Next: 'Z' }), Z }), 'in');
      await run.failed(error);
      expect(run.result).toMatchObject({ output: { o: output } });
    }
  });

  it('an expression that fails inside a Catch cannot be caught by the same state', async () => {
    const run = await started(
      machine({
        A: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z', Output: '{% $states.input.none %}' }], Next: 'Z' }),
        Z: done,
      }),
    );
    await run.failed('X');
    expect(run.result).toMatchObject({ kind: 'FAILED', error: 'States.QueryEvaluationError' });
  });

  it('an undefined value in Arguments or Output of a task can be caught', async () => {
    for (const field of [
      { Arguments: { FunctionName: 'F', Payload: '{% $states.input.none %}' } },
      { Output: '{% $states.result.Payload.none %}' },
    ]) {
      const run = await started(
        machine({
          A: task({
            ...field,
            Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Z', Output: 'caught' }],
            Next: 'Z',
          }),
          Z: done,
        }),
      );
      if (run.result.kind === 'RUNNING') await run.returned({});
      expect(run.result).toMatchObject({ output: 'caught' });
    }
  });

  it.each([
    ['States.ALL', 'Anything', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.QueryEvaluationError', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.Runtime', 'States.Runtime', false],
    ['States.TaskFailed', 'Anything', true],
    ['States.TaskFailed', 'States.TaskFailed', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.HeartbeatTimeout', false],
    ['States.TaskFailed', 'States.Runtime', false],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
    ['Transient', 'transient', false],
  ])('ErrorEquals %s and error %s: %s', (name, error, matches) => expect(errorMatches([name], error)).toBe(matches));
});
