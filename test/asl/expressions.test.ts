import { describe, expect, it } from '@jest/globals';
import { machine, started, T0, task } from './machine.ts';

const done = { Type: 'Succeed' };

describe('expressions', () => {
  it('Assign holds from the next state on; Output still sees the old value', async () => {
    const run = await started(
      machine({
        A: { Type: 'Pass', Assign: { n: 1 }, Next: 'B' },
        B: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Output: '{% $n %}', Next: 'C' },
        C: { Type: 'Succeed', Output: { was: '{% $states.input %}', is: '{% $n %}' } },
      }),
    );
    expect(run.result).toMatchObject({ output: { was: 1, is: 2 } });
  });

  it('an undefined value fails the state, also inside an object, and names state and field', async () => {
    const run = await started(
      machine({ A: { Type: 'Pass', Output: { x: '{% $states.input.nothing %}' }, End: true } }),
    );
    expect(run.result).toMatchObject({ kind: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(run.result).toMatchObject({ cause: expect.stringMatching(/state A, Output.*undefined/) });
  });

  it.each(['{% function($x) { $x } %}', '{% $sum %}', "{% $number('x') %}", '{% 1 / 0 %}', '{% [$count] %}'])(
    'fails on %s',
    async (Output) => {
      const run = await started(machine({ A: { Type: 'Pass', Output, End: true } }));
      expect(run.result).toMatchObject({ kind: 'FAILED', error: 'States.QueryEvaluationError' });
    },
  );

  it.each([
    ['{% $now() %}', '2026-01-05T10:00:00.000Z'],
    ["{% $now('[Y]-[M01]') %}", '2026-01'],
    ['{% $millis() %}', T0],
    ['{% $partition([1,2,3], 2) %}', [[1, 2], [3]]],
    ['{% $range(0, 10, 5) %}', [0, 5, 10]],
    ['{% $range(3, 1, -1) %}', [3, 2, 1]],
    ["{% $hash('a', 'SHA-256') %}", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    [`{% $parse('{"a":[1]}').a[0] %}`, 1],
    ["{% $toMillis('2026-01-05T10:00:00Z') %}", T0],
    ['{% ($f := function($x) { $x * 2 }; $map([1, 2], $f)) %}', [2, 4]],
    ['{% $states.context.State.Name %}', 'A'],
    ['{% $states.context.Execution.StartTime %}', '2026-01-05T10:00:00.000Z'],
    ['{% $states.context.StateMachine.Name %}', 'm'],
    [null, null],
  ])('%s is %j', async (Output, value) => {
    const run = await started(machine({ A: { Type: 'Pass', Output, End: true } }));
    expect(run.result).toEqual({ kind: 'SUCCEEDED', output: value });
  });

  it('never evaluates what data contains', async () => {
    const evil = '{% $states.context.Execution.Id %}';
    const run = await started(machine({ A: { Type: 'Pass', Output: { x: '{% $states.input %}' }, End: true } }), evil);
    expect(run.result).toMatchObject({ output: { x: evil } });
  });
});

describe('data limit (256 KiB)', () => {
  const big = 'x'.repeat(262_144);
  it('a result, an output and a payload that are too large fail with what States.ALL does not catch', async () => {
    const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'E' }], Next: 'E' };
    const run = await started(machine({ A: task(caught), E: done }));
    await run.returned(big);
    expect(run.result).toMatchObject({ kind: 'FAILED', error: 'States.DataLimitExceeded' });
    const Output = '{% $states.input & $states.input %}';
    const half = 'x'.repeat(131_072);
    expect((await started(machine({ A: { Type: 'Pass', Output, End: true } }), half)).result).toMatchObject({
      error: 'States.DataLimitExceeded',
    });
    const Arguments = { FunctionName: 'F', Payload: Output };
    expect((await started(machine({ A: task({ ...caught, Arguments }), E: done }), half)).result).toMatchObject({
      error: 'States.DataLimitExceeded',
    });
  });

  it('can be caught by its own name; an input that is too large is refused', async () => {
    const run = await started(
      machine({ A: task({ Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'E' }], Next: 'E' }), E: done }),
    );
    await run.returned(big);
    expect(run.result.kind).toBe('SUCCEEDED');
    await expect(started(machine({ E: done }), big)).rejects.toThrow('States.DataLimitExceeded');
  });

  it('counts bytes, not characters', async () => {
    const run = await started(machine({ A: task() }));
    await run.returned('€'.repeat(90_000));
    expect(run.result).toMatchObject({ error: 'States.DataLimitExceeded' });
  });
});
