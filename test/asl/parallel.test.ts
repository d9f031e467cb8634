import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advance } from '../../asl/advance.ts';
import { pending } from '../../asl/pending.ts';
import { machine, started, T0, task, tokenTask } from './machine.ts';

const branch = (name: string, state: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  StartAt: name,
  States: { [name]: state, ...more },
});
const done = { Type: 'Succeed' };
const both = (more: Record<string, unknown> = {}) => ({
  Type: 'Parallel',
  Branches: [branch('L', task({ Output: '{% $states.result.Payload %}' })), branch('R', tokenTask())],
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

describe('Parallel', () => {
  it('begins all branches at once and gives their outputs in the order of the branches', async () => {
    const run = await started(machine({ P: both() }));
    expect(run.commands.map(({ id }) => id)).toEqual(['P#1.0/0/L#1.0', 'P#1.0/1/R#1.0']);
    await run.succeeded('right', 'P#1.0/1/R#1.0');
    expect(run.result.kind).toBe('RUNNING');
    await run.returned('left', 'P#1.0/0/L#1.0');
    expect(run.result).toEqual({ kind: 'SUCCEEDED', output: ['left', 'right'] });
  });

  it('a failing branch ends the others; its error is what the Parallel fails with', async () => {
    const run = await started(
      machine({
        P: both({ Catch: [{ ErrorEquals: ['Terminal'], Next: 'W', Output: '{% $states.errorOutput %}' }], Next: 'W' }),
        W: { Type: 'Wait', Seconds: 1, End: true },
      }),
    );
    await run.failed('Terminal', 'P#1.0/0/L#1.0');
    expect(run.state).toBe('W');
    expect(run.commands).toEqual([{ kind: 'CANCEL', id: 'P#1.0/1/R#1.0' }]);
    await run.succeeded('late', 'P#1.0/1/R#1.0');
    expect(run.ignored).toBe(true);
    await run.ring();
    expect(run.result).toMatchObject({ output: { Error: 'Terminal', Cause: 'because' } });
  });

  it('a branch that fails at once asks for nothing of the branches before it', async () => {
    const P = {
      Type: 'Parallel',
      Branches: [branch('L', task()), branch('R', { Type: 'Fail', Error: 'No' })],
      End: true,
    };
    const run = await started(machine({ P }));
    expect(run.commands).toEqual([]);
    expect(run.result).toMatchObject({ kind: 'FAILED', error: 'No' });
  });

  it('branches without a wait end in the same step; Retry runs all of them again under new ids', async () => {
    const quick = {
      Type: 'Parallel',
      Branches: [branch('L', done), branch('R', { Type: 'Pass', Output: 2, End: true })],
      End: true,
    };
    expect((await started(machine({ P: quick }), 1)).result).toEqual({ kind: 'SUCCEEDED', output: [1, 2] });
    const run = await started(machine({ P: both({ Retry: [{ ErrorEquals: ['X'], MaxAttempts: 1 }] }) }));
    await run.failed('X', 'P#1.0/0/L#1.0');
    await run.ring();
    expect(run.commands.map(({ id }) => id)).toEqual(['P#1.1/0/L#1.0', 'P#1.1/1/R#1.0']);
  });

  it('variables of a branch are its own, and it reads those around it', async () => {
    const set = { Type: 'Pass', Assign: { mine: '{% $outer & "!" %}' }, Next: 'Tell' };
    const run = await started(
      machine({
        A: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'P' },
        P: {
          Type: 'Parallel',
          Branches: [branch('Set', set, { Tell: { Type: 'Succeed', Output: '{% $mine %}' } }), branch('R', done)],
          Arguments: { a: 1 },
          Assign: { got: '{% $states.result[0] %}' },
          Next: 'Z',
        },
        Z: { Type: 'Succeed', Output: '{% [$got, $outer, $states.input[1].a] %}' },
      }),
    );
    expect(run.result).toEqual({ kind: 'SUCCEEDED', output: ['o!', 'o', 1] });
  });

  it('nested: a fault goes outwards until someone catches it', async () => {
    const inner = { Type: 'Parallel', Branches: [branch('Deep', task()), branch('Side', tokenTask())], End: true };
    const run = await started(
      machine({
        P: {
          Type: 'Parallel',
          Branches: [branch('Inner', inner), branch('Far', tokenTask())],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }],
          Next: 'Z',
        },
        Z: done,
      }),
    );
    const deep = run.pending.tasks.map(({ id }) => id).find((id) => id.includes('Deep'))!;
    await run.failed('Boom', deep);
    expect(run.result).toMatchObject({ output: { Error: 'Boom' } });
    expect(run.commands.filter(({ kind }) => kind === 'CANCEL')).toHaveLength(2);
  });
});

describe('property: whatever comes in whatever order', () => {
  const M = machine({
    P: both({
      Retry: [{ ErrorEquals: ['X'], MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'W' }],
      Next: 'W',
    }),
    W: { Type: 'Wait', Seconds: 5, Next: 'A' },
    A: tokenTask({ TimeoutSeconds: 30, HeartbeatSeconds: 10 }),
  });
  const events = fc.array(
    fc.record({
      pick: fc.nat(5),
      kind: fc.constantFrom('RETURNED', 'TASK_SUCCEEDED', 'TASK_FAILED', 'TIMER_FIRED', 'TASK_HEARTBEAT'),
      wait: fc.nat(40),
      old: fc.boolean(),
    }),
    { maxLength: 25 },
  );

  it('the stepper is deterministic, changes nothing it was given, and ignores what no one waits for', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (script) => {
        const run = await started(M);
        const seen: string[] = [];
        for (const { pick, kind, wait, old } of script) {
          run.pass(wait);
          const waiting = [...run.pending.tasks, ...run.pending.timers].map(({ id }) => id);
          const ids = old ? seen : waiting;
          seen.push(...waiting);
          const id = ids[pick % Math.max(1, ids.length)] ?? 'nobody';
          const before = run.snapshot;
          const text = JSON.stringify(before);
          const event = { kind, id, payload: 1, output: 2, error: 'X', cause: 'c', at: run.at } as Parameters<
            typeof advance
          >[2];
          const twin = await advance(M, JSON.parse(text) as typeof before, event);
          await run.send(event);
          expect(JSON.stringify(before)).toBe(text);
          expect(JSON.stringify(twin.snapshot)).toBe(JSON.stringify(run.snapshot));
          expect(twin.commands).toEqual(run.commands);
          if (!waiting.includes(id)) expect(run.ignored).toBe(true);
          if (run.ignored) expect(run.snapshot).toBe(before);
          const left = pending(run.snapshot);
          if (run.result.kind === 'RUNNING') expect(left.tasks.length + left.timers.length).toBeGreaterThan(0);
          else expect(left).toEqual({ tasks: [], timers: [] });
          expect(run.snapshot.at).toBeGreaterThanOrEqual(T0);
          for (const command of run.commands) {
            expect(left.tasks.some((t) => t.id === command.id)).toBe(command.kind !== 'CANCEL');
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
