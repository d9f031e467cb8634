import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { machine, started, task } from './machine.ts';

const done = { Type: 'Succeed' };

describe('Retry', () => {
  it('backs off as our files say: 2, 4, 8, 16, 30 s, then gives up', async () => {
    const Retry = [
      { ErrorEquals: ['Transient'], IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2, MaxDelaySeconds: 30 },
    ];
    const run = await started(
      machine({
        A: task({ Retry, Arguments: { FunctionName: 'F', Payload: '{% $states.context.State.RetryCount %}' } }),
      }),
    );
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
    const run = await started(
      machine({ A: task({ Retry, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }], Next: 'Z' }), Z: done }),
    );
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
    const loop = await started(
      machine({
        A: task({ Retry: [{ ErrorEquals: ['X'], MaxAttempts: 1 }], Next: 'W' }),
        W: { Type: 'Wait', Seconds: 1, Next: 'A' },
      }),
    );
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

it('property: every delay of a Retrier is the capped geometric one, and it is used at most MaxAttempts times', async () => {
  const retriers = fc.record({
    IntervalSeconds: fc.integer({ min: 1, max: 100 }),
    MaxAttempts: fc.integer({ min: 0, max: 6 }),
    BackoffRate: fc.double({ min: 1, max: 4, noNaN: true }),
    MaxDelaySeconds: fc.integer({ min: 1, max: 500 }),
  });
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
