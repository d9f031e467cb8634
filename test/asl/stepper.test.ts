import { describe, expect, it } from '@jest/globals';
import { machine, started, task } from './machine.ts';

const done = { Type: 'Succeed' };

describe('states', () => {
  it('Task: invokes with its arguments and gives the payload as $states.result', async () => {
    const run = await started(
      machine({
        Ask: task({
          Arguments: {
            FunctionName: 'Ask',
            Payload: { who: '{% $states.input.who %}', all: ['{% 1 + 1 %}', 'plain'] },
          },
          Output: '{% $states.result %}',
        }),
      }),
      { who: 'Ada' },
    );
    expect(run.commands).toEqual([
      {
        kind: 'INVOKE',
        id: 'Ask#1.0',
        functionName: 'Ask',
        payload: { who: 'Ada', all: [2, 'plain'] },
        tokenPaths: [],
      },
    ]);
    await run.returned({ yes: true });
    expect(run.result).toEqual({ kind: 'SUCCEEDED', output: { Payload: { yes: true }, StatusCode: 200 } });
  });

  it('Task without Output gives its whole result; Pass, Wait and Choice hand on their input', async () => {
    const run = await started(machine({ A: { Type: 'Pass', Next: 'B' }, B: task() }), 5);
    await run.returned(7);
    expect(run.result).toEqual({ kind: 'SUCCEEDED', output: { Payload: 7, StatusCode: 200 } });
    expect(await started(machine({ A: { Type: 'Pass', End: true } }), 5)).toMatchObject({ result: { output: 5 } });
  });

  it('nested execution: starts it and gives its answer as $states.result', async () => {
    const run = await started(
      machine({
        Shift: task({
          Resource: 'arn:aws:states:::states:startExecution.sync:2',
          Arguments: { StateMachineArn: 'inner', Name: "{% $states.context.Execution.Name & '-x' %}", Input: { a: 1 } },
          Output: '{% $states.result.Output %}',
        }),
      }),
    );
    expect(run.commands).toEqual([
      { kind: 'START_EXECUTION', id: 'Shift#1.0', machine: 'inner', name: 'rel-1-x', input: { a: 1 } },
    ]);
    await run.returned('an invocation it is not');
    expect(run.ignored).toBe(true);
    await run.succeeded({ Output: { next: 'PROCEED' }, Status: 'SUCCEEDED' });
    expect(run.result).toEqual({ kind: 'SUCCEEDED', output: { next: 'PROCEED' } });
  });

  it.each([
    ["{% $states.input.n = 'a' %}", { n: 'a' }, 'first'],
    ["{% $states.input.n = 'a' %}", { n: 'b' }, 'default'],
    ["{% $states.input.n = 'a' %}", {}, 'default'],
  ])('Choice %s of %j takes the %s way', async (Condition, input, way) => {
    const run = await started(
      machine({
        C: { Type: 'Choice', Choices: [{ Condition, Next: 'First', Output: 'first' }], Default: 'Other' },
        First: done,
        Other: { Type: 'Succeed', Output: 'default' },
      }),
      input,
    );
    expect(run.result).toEqual({ kind: 'SUCCEEDED', output: way });
  });

  it('Choice: a Condition that is neither true nor false fails, and the first true rule wins', async () => {
    const choice = (...conditions: string[]) =>
      started(
        machine({
          C: {
            Type: 'Choice',
            Choices: conditions.map((Condition, i) => ({ Condition, Next: 'E', Output: i })),
            Default: 'E',
          },
          E: done,
        }),
      );
    expect((await choice('{% 1 %}')).result).toMatchObject({ kind: 'FAILED', error: 'States.QueryEvaluationError' });
    expect((await choice('{% false %}', '{% true %}', '{% true %}')).result).toMatchObject({ output: 1 });
  });

  it.each([
    [{ Seconds: 30 }, 30],
    [{ Seconds: 0 }, 0],
    [{ Seconds: '{% $states.input.n * 2 %}' }, 10],
    [{ Timestamp: '2026-01-05T10:01:00Z' }, 60],
    [{ Timestamp: '{% $states.input.when %}' }, 90],
  ])('Wait %j waits %d s', async (fields, seconds) => {
    const run = await started(machine({ W: { Type: 'Wait', ...fields, End: true } }), {
      n: 5,
      when: '2026-01-05T11:01:30+01:00',
    });
    expect(await run.ring()).toBe(seconds);
    expect(run.result.kind).toBe('SUCCEEDED');
  });

  it.each([{ Seconds: '{% -1 %}' }, { Seconds: '{% 1.5 %}' }, { Seconds: "{% '5' %}" }, { Timestamp: "{% 'soon' %}" }])(
    'Wait %j fails',
    async (fields) => {
      const run = await started(machine({ W: { Type: 'Wait', ...fields, End: true } }));
      expect(run.result).toMatchObject({ kind: 'FAILED', error: 'States.QueryEvaluationError' });
    },
  );

  it('Fail gives its error and cause', async () => {
    const run = await started(
      machine({ F: { Type: 'Fail', Error: 'Bad', Cause: "{% 'not ' & $states.input %}" } }),
      'good',
    );
    expect(run.result).toEqual({ kind: 'FAILED', error: 'Bad', cause: 'not good' });
  });

  it('fails instead of going in a circle for ever', async () => {
    const run = await started(
      machine({
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'E' }], Default: 'A' },
        E: done,
      }),
    );
    expect(run.result).toMatchObject({ kind: 'FAILED', error: 'States.Runtime' });
  });
});
