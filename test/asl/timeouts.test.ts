import { describe, expect, it } from '@jest/globals';
import { machine, started, task } from './machine.ts';

const done = { Type: 'Succeed' };

describe('timeouts', () => {
  it('TimeoutSeconds fails the try with States.Timeout and cancels the task; a late result is ignored', async () => {
    const run = await started(
      machine({
        A: task({
          TimeoutSeconds: '{% $states.input.t %}',
          Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'W' }],
          Next: 'W',
        }),
        W: { Type: 'Wait', Seconds: 9, End: true },
      }),
      { t: 60 },
    );
    const id = run.task;
    expect(await run.ring()).toBe(60);
    expect(run.state).toBe('W');
    expect(run.commands).toEqual([{ kind: 'CANCEL', id }]);
    await run.returned('late', id);
    expect(run.ignored).toBe(true);
  });

  it("the machine's TimeoutSeconds ends everything and cannot be caught", async () => {
    const run = await started(
      machine(
        { A: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }], Next: 'Z' }), Z: done },
        { TimeoutSeconds: 100 },
      ),
    );
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
