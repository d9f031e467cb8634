import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { heartbeatTask } from '../../../embedded/engine/answer-task.ts';
import { executionStatus } from '../../../embedded/engine/execution-status.ts';
import { machine, task, tokenTask } from '../../asl/machine.ts';
import { createHome, until, type Home } from './home.ts';

const never = (_: string, __: unknown, signal: AbortSignal) =>
  new Promise<unknown>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

let home: Home;
afterEach(() => home.end());

describe('time', () => {
  it("a function's own work has its timeout in real time: a fast clock does not cut it off", async () => {
    home = createHome({ m: machine({ A: task({ TimeoutSeconds: 1 }) }) });
    home.engine(() => sleep(150, 'worked')).run();
    home.start('m', 'one');
    expect(await home.ended('one')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('but one that never returns is timed out and its signal aborted', async () => {
    home = createHome({ m: machine({ A: task({ TimeoutSeconds: 1 }) }) });
    let aborted = false;
    home
      .engine((name, payload, signal) => {
        signal.addEventListener('abort', () => (aborted = true));
        return never(name, payload, signal);
      })
      .run();
    const began = Date.now();
    home.start('m', 'one');
    expect(await home.ended('one')).toMatchObject({ error: 'States.Timeout' });
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
    await until(() => aborted, 'aborted');
  });

  it('a token that is not answered is timed out by the scaled clock, heartbeats put that off', async () => {
    home = createHome({ m: machine({ A: tokenTask({ TimeoutSeconds: 100_000, HeartbeatSeconds: 2_000 }) }) });
    let token = '';
    home.engine(async (_, payload) => void ({ token } = payload as { token: string })).run();
    home.start('m', 'one');
    await until(() => token !== '', 'token');
    for (let i = 0; i < 10; i++) {
      await sleep(50);
      expect(heartbeatTask(home.outside, token)).toBe(true);
    }
    expect(executionStatus(home.outside, 'one')).toBe('RUNNING');
    expect(await home.ended('one')).toMatchObject({ error: 'States.HeartbeatTimeout' });
    expect(heartbeatTask(home.outside, token)).toBe(false);
  });
});
