import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { errorMatches } from '../../asl/error-matches.ts';
import { machine, started, task } from './machine.ts';

const done = { Type: 'Succeed' };

describe('Retry', () => {
  it('backs off as our files say: 2, 4, 8, 16, 30 s, then gives up', async () => {
    const Retry = [{ ErrorEquals: ['Transient'], IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2, MaxDelaySeconds: 30 }];
    const run = await started(machine({ A: task({ Retry, Arguments: { FunctionName: 'F', Payload: '{% $states.context.State.RetryCount %}' } }) }));
    const delays: number[] = [];
    const ids = [run.task];
    for (let i = 0; i < 5; i++) {
      await run.failed('Transient');
      delays.push(await run.ring());
      expect(run.commands).toMatchObject([{ kind: 'INVOKE', payload: i + 1 }]);
      ids.push(run.task);
    }
    expect(delays).toEqual([2, 4, 8, 16, 30]);
    expect(new Set(ids).size).toBe(6);
    await run.failed('Transient');
    expect(run.result).toEqual({ kind: 'FAILED', error: 'Transient', cause: 'because' });
  });

  it('has the defaults 1 s, 3 times, rate 2, and none for another error', async () => {
    const run = await started(machine({ A: task({ Retry: [{ ErrorEquals: ['X'] }] }) }));
    for (const delay of [1, 2, 4]) {
      await run.failed('X');
      expect(await run.ring()).toBe(delay);
    }
    await run.failed('X');
    expect(run.result.kind).toBe('FAILED');
    const other = await started(machine({ A: task({ Retry: [{ ErrorEquals: ['X'] }] }) }));
    await other.failed('Y');
    expect(other.result.kind).toBe('FAILED');
  });

  it('counts each Retrier by itself (the example of the Step Functions guide: A, B, C, B)', async () => {
    const Retry = [
      { ErrorEquals: ['ErrorA', 'ErrorB'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
      { ErrorEquals: ['ErrorC'], IntervalSeconds: 5 },
    ];
    const run = await started(machine({ A: task({ Retry, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }], Next: 'Z' }), Z: done }));
    const delays: number[] = [];
    for (const error of ['ErrorA', 'ErrorB', 'ErrorC']) {
      await run.failed(error);
      delays.push(await run.ring());
    }
    expect(delays).toEqual([1, 2, 5]);
    await run.failed('ErrorB');
    expect(run.result).toEqual({ kind: 'SUCCEEDED', output: { Error: 'ErrorB', Cause: 'because' } });
  });

  it('MaxAttempts 0 never tries again, and a state entered anew has all its tries again', async () => {
    const never = await started(machine({ A: task({ Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 0 }] }) }));
    await never.failed('X');
    expect(never.result.kind).toBe('FAILED');
    const loop = await started(machine({ A: task({ Retry: [{ ErrorEquals: ['X'], MaxAttempts: 1 }], Next: 'W' }), W: { Type: 'Wait', Seconds: 1, Next: 'A' } }));
    for (let round = 0; round < 3; round++) {
      await loop.failed('X');
      await loop.ring();
      await loop.returned({});
      await loop.ring();
    }
    expect(loop.task).toBe('A#7.0');
  });

  it('a timer before its time, or of an earlier try, is ignored', async () => {
    const run = await started(machine({ A: task({ TimeoutSeconds: 10, Retry: [{ ErrorEquals: ['X'] }] }) }));
    const timer = run.pending.timers[0]!.id;
    await run.send({ kind: 'TIMER_FIRED', id: timer });
    expect(run.ignored).toBe(true);
    await run.failed('X');
    await run.ring();
    run.pass(9.5);
    await run.send({ kind: 'TIMER_FIRED', id: timer });
    expect(run.ignored).toBe(true);
  });
});

describe('Catch', () => {
  it('takes the first that names the error, with its Output and Assign', async () => {
    const Catch = [
      { ErrorEquals: ['A'], Next: 'Z', Output: 'first' },
      { ErrorEquals: ['B', 'A'], Next: 'Z', Output: '{% $states.errorOutput.Error & $states.errorOutput.Cause & $states.input %}', Assign: { e: '{% $states.errorOutput %}' } },
      { ErrorEquals: ['States.ALL'], Next: 'Z', Output: 'all' },
    ];
    const Z = { Type: 'Succeed', Output: { o: '{% $states.input %}' } };
    for (const [error, output] of [['A', 'first'], ['B', 'Bbecausein'], ['C', 'all']] as const) {
      const run = await started(machine({ A: task({ Catch, Next: 'Z' }), Z }), 'in');
      await run.failed(error);
      expect(run.result).toMatchObject({ output: { o: output } });
    }
  });

  it('an expression that fails inside a Catch cannot be caught by the same state', async () => {
    const run = await started(machine({ A: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z', Output: '{% $states.input.none %}' }], Next: 'Z' }), Z: done }));
    await run.failed('X');
    expect(run.result).toMatchObject({ kind: 'FAILED', error: 'States.QueryEvaluationError' });
  });

  it('an undefined value in Arguments or Output of a task can be caught', async () => {
    for (const field of [{ Arguments: { FunctionName: 'F', Payload: '{% $states.input.none %}' } }, { Output: '{% $states.result.Payload.none %}' }]) {
      const run = await started(machine({ A: task({ ...field, Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Z', Output: 'caught' }], Next: 'Z' }), Z: done }));
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

describe('timeouts', () => {
  it('TimeoutSeconds fails the try with States.Timeout and cancels the task; a late result is ignored', async () => {
    const run = await started(machine({ A: task({ TimeoutSeconds: '{% $states.input.t %}', Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'W' }], Next: 'W' }), W: { Type: 'Wait', Seconds: 9, End: true } }), { t: 60 });
    const id = run.task;
    expect(await run.ring()).toBe(60);
    expect(run.state).toBe('W');
    expect(run.commands).toEqual([{ kind: 'CANCEL', id }]);
    await run.returned('late', id);
    expect(run.ignored).toBe(true);
  });

  it("the machine's TimeoutSeconds ends everything and cannot be caught", async () => {
    const run = await started(machine({ A: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }], Next: 'Z' }), Z: done }, { TimeoutSeconds: 100 }));
    const id = run.task;
    expect(await run.ring()).toBe(100);
    expect(run.result).toMatchObject({ kind: 'FAILED', error: 'States.Timeout' });
    expect(run.commands).toEqual([{ kind: 'CANCEL', id }]);
    expect(run.pending).toEqual({ tasks: [], timers: [] });
  });

  it('time never runs backwards inside an execution', async () => {
    const run = await started(machine({ A: task({ Next: 'W' }), W: { Type: 'Wait', Seconds: 10, End: true } }));
    run.pass(-3600);
    await run.returned({});
    expect(run.pending.timers[0]!.at - run.snapshot.execution.startedAt).toBe(10_000);
  });
});

it('property: every delay of a Retrier is the capped geometric one, and it is used at most MaxAttempts times', async () => {
  const retriers = fc.record({ IntervalSeconds: fc.integer({ min: 1, max: 100 }), MaxAttempts: fc.integer({ min: 0, max: 6 }), BackoffRate: fc.double({ min: 1, max: 4, noNaN: true }), MaxDelaySeconds: fc.integer({ min: 1, max: 500 }) });
  await fc.assert(
    fc.asyncProperty(retriers, async (retrier) => {
      const run = await started(machine({ A: task({ Retry: [{ ErrorEquals: ['X'], ...retrier }] }) }));
      for (let used = 0; used < retrier.MaxAttempts; used++) {
        await run.failed('X');
        const want = Math.min(retrier.IntervalSeconds * retrier.BackoffRate ** used, retrier.MaxDelaySeconds);
        expect(await run.ring()).toBeCloseTo(want, 2);
      }
      await run.failed('X');
      expect(run.result.kind).toBe('FAILED');
    }),
    { numRuns: 30 },
  );
});
