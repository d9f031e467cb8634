import { describe, expect, it } from '@jest/globals';
import { machine, started, T0, task, tokenTask } from './machine.ts';

const done = { Type: 'Succeed' };

describe('states', () => {
  it('Task: invokes with its arguments and gives the payload as $states.result', async () => {
    const run = await started(
      machine({
        Ask: task({
          Arguments: { FunctionName: 'Ask', Payload: { who: '{% $states.input.who %}', all: ['{% 1 + 1 %}', 'plain'] } },
          Output: '{% $states.result %}',
        }),
      }),
      { who: 'Ada' },
    );
    expect(run.commands).toEqual([
      { kind: 'INVOKE', id: 'Ask#1.0', functionName: 'Ask', payload: { who: 'Ada', all: [2, 'plain'] }, tokenPaths: [] },
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
    expect(run.commands).toEqual([{ kind: 'START_EXECUTION', id: 'Shift#1.0', machine: 'inner', name: 'rel-1-x', input: { a: 1 } }]);
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
          C: { Type: 'Choice', Choices: conditions.map((Condition, i) => ({ Condition, Next: 'E', Output: i })), Default: 'E' },
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
    const run = await started(machine({ W: { Type: 'Wait', ...fields, End: true } }), { n: 5, when: '2026-01-05T11:01:30+01:00' });
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
    const run = await started(machine({ F: { Type: 'Fail', Error: 'Bad', Cause: "{% 'not ' & $states.input %}" } }), 'good');
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
    const run = await started(machine({ A: { Type: 'Pass', Output: { x: '{% $states.input.nothing %}' }, End: true } }));
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
    expect((await started(machine({ A: { Type: 'Pass', Output, End: true } }), half)).result).toMatchObject({ error: 'States.DataLimitExceeded' });
    const Arguments = { FunctionName: 'F', Payload: Output };
    expect((await started(machine({ A: task({ ...caught, Arguments }), E: done }), half)).result).toMatchObject({
      error: 'States.DataLimitExceeded',
    });
  });

  it('can be caught by its own name; an input that is too large is refused', async () => {
    const run = await started(machine({ A: task({ Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'E' }], Next: 'E' }), E: done }));
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

describe('task token', () => {
  it('the token has its place in the payload and nowhere else', async () => {
    const run = await started(machine({ A: tokenTask() }), { token: 'task token of another' });
    expect(run.commands).toEqual([{ kind: 'INVOKE', id: 'A#1.0', functionName: 'F', payload: { token: null }, tokenPaths: [['token']] }]);
  });

  it('late: the invocation returns first, which does not end the state', async () => {
    const run = await started(machine({ A: tokenTask() }));
    await run.returned({});
    expect(run.ignored).toBe(false);
    expect(run.pending.tasks).toMatchObject([{ returned: true }]);
    await run.returned({});
    expect(run.ignored).toBe(true);
    await run.succeeded({ answer: 1 });
    expect(run.result).toEqual({ kind: 'SUCCEEDED', output: { answer: 1 } });
  });

  it('early: the token is answered before the invocation returns', async () => {
    const run = await started(machine({ A: tokenTask({ Next: 'W' }), W: { Type: 'Wait', Seconds: 5, End: true } }));
    const id = run.task;
    await run.succeeded('now');
    expect(run.state).toBe('W');
    const before = run.snapshot;
    for (const send of [() => run.returned({}, id), () => run.succeeded('again', id), () => run.failed('Late', id)]) {
      await send();
      expect(run.ignored).toBe(true);
      expect(run.snapshot).toBe(before);
    }
  });

  it('a failing invocation fails the state, and the answer after it is ignored', async () => {
    const run = await started(machine({ A: tokenTask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'W' }], Next: 'W' }), W: { Type: 'Wait', Seconds: 5, End: true } }));
    const id = run.task;
    await run.failed('Terminal');
    expect(run.state).toBe('W');
    await run.succeeded('late', id);
    expect(run.ignored).toBe(true);
  });

  it('heartbeats put off HeartbeatSeconds, not TimeoutSeconds', async () => {
    const run = await started(machine({ A: tokenTask({ HeartbeatSeconds: 10, TimeoutSeconds: 25 }) }));
    run.pass(9);
    await run.send({ kind: 'TASK_HEARTBEAT', id: run.task });
    run.pass(9);
    await run.send({ kind: 'TASK_HEARTBEAT', id: run.task });
    expect(await run.ring()).toBe(7);
    expect(run.result).toMatchObject({ error: 'States.Timeout' });
    const silent = await started(machine({ A: tokenTask({ HeartbeatSeconds: '{% 10 %}', TimeoutSeconds: 25 }) }));
    expect(await silent.ring()).toBe(10);
    expect(silent.result).toMatchObject({ error: 'States.HeartbeatTimeout' });
  });
});
