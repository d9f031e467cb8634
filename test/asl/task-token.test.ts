import { describe, expect, it } from '@jest/globals';
import { machine, started, tokenTask } from './machine.ts';

describe('task token', () => {
  it('the token has its place in the payload and nowhere else', async () => {
    const run = await started(machine({ A: tokenTask() }), { token: 'task token of another' });
    expect(run.commands).toEqual([
      { kind: 'INVOKE', id: 'A#1.0', functionName: 'F', payload: { token: null }, tokenPaths: [['token']] },
    ]);
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
    const run = await started(
      machine({
        A: tokenTask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'W' }], Next: 'W' }),
        W: { Type: 'Wait', Seconds: 5, End: true },
      }),
    );
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
