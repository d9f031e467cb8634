import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { executionHistory, addHistory } from '../../../embedded/engine/execution-history.ts';
import { executionStatus } from '../../../embedded/engine/execution-status.ts';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { machine, task } from '../../asl/machine.ts';
import { createHome, T0, type Home } from './home.ts';

const wait = (seconds: number) => ({ Type: 'Wait', Seconds: seconds, End: true });
const never = (_: string, __: unknown, signal: AbortSignal) =>
  new Promise<unknown>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

let home: Home;
afterEach(() => home.end());

describe('an execution', () => {
  it('invokes, waits by the scaled clock, and keeps its output', async () => {
    home = createHome({ m: machine({ A: task({ Output: '{% $states.result.Payload %}', Next: 'W' }), W: wait(600) }) });
    const calls: unknown[] = [];
    home.engine((name, payload) => Promise.resolve(calls.push([name, payload]))).run();
    expect(home.start('m', 'one')).toBe('STARTED');
    expect(home.start('m', 'one')).toBe('EXISTS');
    const { output, startedAt, endedAt } = await home.ended('one');
    expect(output).toBe(1);
    expect(calls).toEqual([['F', {}]]);
    expect(endedAt! - startedAt).toBeGreaterThanOrEqual(600_000);
    expect(home.start('m', 'one')).toBe('EXISTS');
    expect(executionHistory(home.outside, 'one').map(({ state, what }) => `${state}: ${what}`)).toEqual([
      'A: entered',
      'A: invokes F',
      'W: entered',
      expect.stringMatching(/^W: waits until 2026-/),
      ': SUCCEEDED',
    ]);
  });

  it('retries what the error names say and fails with name and message otherwise', async () => {
    home = createHome({ m: machine({ A: task({ Retry: [{ ErrorEquals: ['Transient'] }] }) }) });
    let calls = 0;
    home
      .engine(async () => {
        if (++calls < 3) throw new Transient('not yet');
        throw new Terminal('no');
      })
      .run();
    home.start('m', 'one');
    expect(await home.ended('one')).toMatchObject({ status: 'FAILED', error: 'Terminal', cause: 'no' });
    expect(calls).toBe(3);
  });

  it('a function cannot pretend to be the machine, nor answer what is not JSON or too large', async () => {
    home = createHome({ m: machine({ A: task() }) });
    const answers: Record<string, () => unknown> = {
      states: () => {
        throw Object.assign(new Error('x'), { name: 'States.Timeout' });
      },
      bigint: () => 1n,
      large: () => 'x'.repeat(300_000),
      nothing: () => undefined,
    };
    const names = Object.keys(answers);
    for (const name of names) home.start('m', name);
    const queue = [...names];
    home.engine(async () => answers[queue.shift()!]!()).run();
    const ended = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await home.ended(name)] as const)),
    );
    expect(
      Object.values(ended)
        .map(({ error }) => error)
        .sort(),
    ).toEqual(['Lambda.Unknown', 'States.DataLimitExceeded', 'TypeError', null]);
  });

  it('many at once, each with its events in order', async () => {
    home = createHome({
      m: machine({
        P: {
          Type: 'Parallel',
          Branches: [0, 1, 2].map((i) => ({
            StartAt: `T${i}`,
            States: { [`T${i}`]: task({ Output: '{% $states.result.Payload %}' }) },
          })),
          Next: 'W',
        },
        W: wait(30),
      }),
    });
    let under = 0;
    let most = 0;
    home
      .engine(async () => {
        most = Math.max(most, ++under);
        await sleep(5);
        return under--;
      })
      .run();
    const names = Array.from({ length: 40 }, (_, i) => `e${i}`);
    for (const name of names) home.start('m', name);
    const ended = await Promise.all(names.map((name) => home.ended(name)));
    expect(ended.every(({ status, output }) => status === 'SUCCEEDED' && (output as unknown[]).length === 3)).toBe(
      true,
    );
    expect(most).toBeGreaterThan(10);
    expect(home.errors).toEqual([]);
  });

  it('of an unknown machine fails; an unknown name is UNKNOWN; impossible names and inputs are refused', async () => {
    home = createHome({});
    home.engine(never).run();
    home.start('nowhere', 'one');
    expect(await home.ended('one')).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'there is no state machine nowhere',
    });
    expect(executionStatus(home.outside, 'two')).toBe('UNKNOWN');
    expect(() => home.start('m', '../x')).toThrow('execution name');
    expect(() => home.start('m', 'x', 'x'.repeat(300_000))).toThrow('at most 262144');
    expect(() => home.start('m', 'x', () => 1)).toThrow('expected JSON');
  });
});

it('history is bounded: how it began and its newest past', () => {
  home = createHome({});
  home.engine(never);
  for (let i = 0; i < 30; i++)
    addHistory(
      home.outside,
      'one',
      T0,
      Array.from({ length: 100 }, (_, j) => ({ state: 'A', what: `${i * 100 + j + 1}` })),
    );
  const rows = executionHistory(home.outside, 'one');
  expect(rows).toHaveLength(2_000);
  expect([rows[0], rows[199], rows[200], rows.at(-1)].map((row) => row?.seq)).toEqual([1, 200, 1_201, 3_000]);
});
