import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { failTask, succeedTask } from '../../../embedded/engine/answer-task.ts';
import { machine, tokenTask } from '../../asl/machine.ts';
import { createHome, until, type Home } from './home.ts';

const wait = (seconds: number) => ({ Type: 'Wait', Seconds: seconds, End: true });

let home: Home;
afterEach(() => home.end());

describe('task tokens', () => {
  const definition = machine({ A: tokenTask({ Output: '{% $states.result %}', Next: 'W' }), W: wait(600) });

  it('answered once from another connection; a second, an unknown and a late answer are no error', async () => {
    home = createHome({ m: definition });
    let token = '';
    home.engine(async (_, payload) => void ({ token } = payload as { token: string })).run();
    home.start('m', 'one');
    await until(() => token !== '', 'token');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(() => succeedTask(home.outside, token, 'x'.repeat(300_000))).toThrow('task output');
    expect(succeedTask(home.outside, 'unknown', 1)).toBe(false);
    expect(succeedTask(home.outside, token, { answer: 'yes' })).toBe(true);
    expect(succeedTask(home.outside, token, { answer: 'no' })).toBe(false);
    expect(failTask(home.outside, token, 'E', 'c')).toBe(false);
    expect(await home.ended('one')).toMatchObject({ output: { answer: 'yes' } });
    expect(succeedTask(home.outside, token, 1)).toBe(false);
  });

  it("an answer inside the caller's transaction counts only if that transaction does", async () => {
    home = createHome({ m: definition });
    let token = '';
    home.engine(async (_, payload) => void ({ token } = payload as { token: string })).run();
    home.start('m', 'one');
    await until(() => token !== '', 'token');
    home.outside.exec('BEGIN IMMEDIATE');
    expect(succeedTask(home.outside, token, 1)).toBe(true);
    home.outside.exec('ROLLBACK');
    expect(succeedTask(home.outside, token, 2)).toBe(true);
    expect(await home.ended('one')).toMatchObject({ output: 2 });
  });

  it('early: answered before the function returns, which goes on undisturbed', async () => {
    home = createHome({ m: definition });
    let finished = false;
    home
      .engine(async (_, payload, signal) => {
        succeedTask(home.outside, (payload as { token: string }).token, 'early');
        await sleep(60, undefined, { signal });
        finished = true;
      })
      .run();
    home.start('m', 'one');
    expect(await home.ended('one')).toMatchObject({ output: 'early' });
    await until(() => finished, 'the function finished');
  });

  it('a token is in no history, error or execution row, also when the function puts it into its error', async () => {
    home = createHome({ m: machine({ A: tokenTask() }) });
    let token = '';
    home
      .engine(async (_, payload) => {
        ({ token } = payload as { token: string });
        throw new Error(`could not store ${token}`);
      })
      .run();
    home.start('m', 'one');
    expect(await home.ended('one')).toMatchObject({ cause: 'could not store [task token]' });
    const everything = ['engine_executions', 'engine_history', 'engine_inbox'].map((table) =>
      home.outside.prepare(`SELECT * FROM ${table}`).all(),
    );
    expect(JSON.stringify(everything)).not.toContain(token);
  });
});
