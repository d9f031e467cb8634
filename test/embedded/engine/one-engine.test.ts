import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { succeedTask } from '../../../embedded/engine/answer-task.ts';
import type { Invoke } from '../../../embedded/engine/invocations.ts';
import { machine, task } from '../../asl/machine.ts';
import { ask, call } from './crash-machine.ts';
import { createHome, until, type Home } from './home.ts';

let home: Home;
afterEach(() => home.end());

describe('one engine on a database', () => {
  const one = { m: machine({ A: task() }) };
  const idle: Invoke = () => Promise.resolve('parent');

  it('refuses a second one while the first lives, and lets it run once the first has stopped', async () => {
    home = createHome(one);
    const first = home.engine(idle);
    first.run();
    expect(() => home.engine(idle).run()).toThrow(/another engine \(process \d+\) is running/);
    expect(() => first.run()).toThrow('was claimed before');
    await first.stop();
    home.engine(idle).run();
  });

  it('claimed, it keeps others away but does nothing until it runs', async () => {
    home = createHome(one);
    home.start('m', 'one');
    const claimed = home.engine(idle);
    claimed.claim();
    expect(() => home.engine(idle).claim()).toThrow(/another engine/);
    await sleep(30);
    expect(home.outside.prepare('SELECT status FROM engine_executions').get()).toEqual({ status: 'STARTING' });
    claimed.run();
    await home.ended('one');
    await claimed.stop();
    const unused = home.engine(idle);
    unused.claim();
    await unused.stop();
    home.engine(idle).run();
  });

  it('halts without a word to the database once another has taken over', async () => {
    home = createHome(one);
    home.engine(() => sleep(80, 'late')).run();
    home.start('m', 'one');
    await until(() => home.outside.prepare('SELECT 1 FROM engine_tasks').get() !== undefined, 'invoked');
    home.outside.exec("UPDATE engine_lease SET nonce = 'of another'");
    await until(() => home.errors.length > 0, 'halts');
    expect(String(home.errors[0])).toContain('another engine has taken over');
    await sleep(100);
    expect(home.outside.prepare('SELECT status FROM engine_executions').get()).toEqual({ status: 'RUNNING' });
  });

  it('a live process is respected; after kill -9 the next takes over at once and invokes again', async () => {
    home = createHome(one);
    home.start('m', 'one');
    const at = (path: string) => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href);
    const script = `
      import { createEngine } from ${at('embedded/engine/engine.ts')};
      import { scaledClock } from ${at('embedded/scaled-clock.ts')};
      import { openDatabase } from ${at('embedded/store/database.ts')};
      import { checkDefinition } from ${at('asl/check-definition.ts')};
      const clock = scaledClock(${JSON.stringify(home.clock.setting)});
      const machines = { m: checkDefinition(${JSON.stringify(one.m)}) };
      const invoke = () => { console.log('invoked'); return new Promise(() => undefined); };
      createEngine({ db: openDatabase(${JSON.stringify(home.file)}), clock, machines, invoke }).run();`;
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      await new Promise((resolve, reject) => {
        child.stdout.once('data', resolve);
        child.once('exit', () => reject(new Error('the other engine ended')));
      });
      expect(() => home.engine(idle).run()).toThrow(`another engine (process ${child.pid}) is running`);
    } finally {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    }
    home.engine(idle).run();
    expect(await home.ended('one')).toMatchObject({ output: { Payload: 'parent' } });
  });

  it('stop aborts what runs, counts it as no failure, and the next engine repeats it but not what had returned', async () => {
    home = createHome({ m: machine({ A: ask('Ask', { Next: 'B' }), B: call('Work', {}) }) });
    const calls: string[] = [];
    const tokens: string[] = [];
    const invoke: Invoke = async (name, payload, signal) => {
      calls.push(name);
      if (name === 'Ask') return void tokens.push((payload as { token: string }).token);
      return calls.length < 3 ? sleep(60_000, undefined, { signal }) : 'worked';
    };
    const first = home.engine(invoke);
    first.run();
    home.start('m', 'one');
    await until(
      () => home.outside.prepare('SELECT 1 FROM engine_tasks WHERE returned = 1').get() !== undefined,
      'returned',
    );
    await first.stop();
    const second = home.engine(invoke);
    second.run();
    await sleep(30);
    expect(calls).toEqual(['Ask']);
    succeedTask(home.outside, tokens[0]!, {});
    await until(() => calls.length === 2, 'working');
    await second.stop();
    home.engine(invoke).run();
    expect(await home.ended('one')).toMatchObject({ status: 'SUCCEEDED' });
    expect(calls).toEqual(['Ask', 'Work', 'Work']);
  });

  it('a database that is busy is tried again until it takes what happened', async () => {
    home = createHome(one);
    const db = home.connect();
    db.exec('PRAGMA busy_timeout = 20');
    home.engine(() => sleep(30, 'kept'), db).run();
    home.start('m', 'one');
    await until(() => home.outside.prepare('SELECT 1 FROM engine_tasks').get() !== undefined, 'invoked');
    home.outside.exec('BEGIN IMMEDIATE');
    await sleep(150);
    home.outside.exec('COMMIT');
    expect(await home.ended('one')).toMatchObject({ output: { Payload: 'kept' } });
    expect(String(home.errors[0])).toContain('locked');
  });
});
