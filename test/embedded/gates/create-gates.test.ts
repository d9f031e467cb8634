import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import type { CommitSha, ReleaseId } from '../../../core/contracts/ids.ts';
import { makeRepository } from '../vcs/make-repository.ts';
import type { TestRepository } from '../vcs/make-repository.ts';
import { openGates, settingsWith } from './owner.ts';
import { commandLinesWith, until } from './processes.ts';

let repo: TestRepository;
let base: CommitSha;
let head: CommitSha;
let home: string;
const opened: ReturnType<typeof openGates>[] = [];
beforeAll(() => {
  repo = makeRepository();
  base = repo.commit({ a: '1' });
  head = repo.commit({ a: '2' });
});
afterAll(() => repo.remove());
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'interlock-test-home-')));
});
afterEach(async () => {
  for (const owner of owners.splice(0)) owner.kill('SIGKILL');
  await Promise.all(opened.map(({ gates }) => gates.stop()));
  for (const { db, errors } of opened.splice(0)) {
    db.close();
    expect(errors).toEqual([]);
  }
  expect(runFolders()).toEqual([]);
  rmSync(home, { recursive: true });
});

const runFolders = () => {
  const prefix = `interlock-gates-${createHash('sha256').update(home).digest('hex').slice(0, 16)}-`;
  return readdirSync(tmpdir()).filter((name) => name.startsWith(prefix));
};
const open = (...args: Parameters<typeof settingsWith>) => {
  const process = openGates(home, settingsWith(...args));
  opened.push(process);
  return process;
};
const id = (n: number) => `rel-${String(n).padStart(20, '0')}` as ReleaseId;
const request = (n: number, taskToken = `token-${n}`) => ({
  releaseId: id(n),
  source: { kind: 'LOCAL' as const, path: repo.path },
  base,
  head,
  taskToken,
});
const owners: ChildProcess[] = [];
const startOwner = (command: string): ChildProcess => {
  const owner = spawn(
    process.execPath,
    [fileURLToPath(new URL('./owner-main.ts', import.meta.url)), home, repo.path, base, head],
    {
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], GATE_COMMAND: command },
    },
  );
  owners.push(owner);
  return owner;
};
/** The command itself, not the shell or the test that only names it. */
const runs = (command: string) => commandLinesWith(command).includes(command);
const log = () => join(home, 'log');

describe('the port Gates on child processes', () => {
  it('runs once per release, keeps the result and answers the token', async () => {
    const { gates, answers } = open([`echo x >> ${log()}`, 'false']);
    await Promise.all([gates.start(request(0)), gates.start(request(0)), gates.start(request(0))]);
    expect(await gates.result(id(0))).toBeNull();
    await until(() => answers.length > 0);
    expect(await gates.result(id(0))).toMatchObject({
      status: 'FAILED',
      results: [{ status: 'PASSED' }, { status: 'FAILED' }],
    });
    expect(answers).toEqual([['token-0', { status: 'FAILED' }]]);
    // A step that is run again brings a new token and gets the result that is there.
    await gates.start(request(0, 'token-0-again'));
    await until(() => answers.length > 1);
    expect(answers[1]).toEqual(['token-0-again', { status: 'FAILED' }]);
    expect(readFileSync(log(), 'utf8')).toBe('x\n');
  });

  it('has no result of what it does not know and refuses other sources', async () => {
    const { gates } = open(['true']);
    expect(await gates.result(id(9))).toBeNull();
    await gates.cancel(id(9));
    await expect(gates.start({ ...request(1), source: { kind: 'CODECOMMIT', name: 'x' } })).rejects.toThrow(
      InvalidInput,
    );
  });

  it('runs at most as many at once as the config says; all get their turn', async () => {
    const { gates, answers } = open(['sleep 0.4'], 2);
    for (let n = 0; n < 4; n++) await gates.start(request(n));
    let most = 0;
    await until(() => {
      most = Math.max(most, runFolders().length);
      return answers.length === 4;
    });
    expect(most).toBe(2);
    expect(answers.every(([, output]) => JSON.stringify(output) === '{"status":"PASSED"}')).toBe(true);
  });

  it('cancels what runs, with all its processes, and what waits', async () => {
    const { gates, answers } = open(['sleep 977.1'], 1);
    await gates.start(request(0));
    await gates.start(request(1));
    await until(() => runs('sleep 977.1'));
    await gates.cancel(id(1));
    await gates.cancel(id(0));
    expect(commandLinesWith('sleep 977.1')).toEqual([]);
    expect(await gates.result(id(0))).toMatchObject({ status: 'CANCELLED' });
    await until(() => answers.length === 2);
    expect(answers.map(([, output]) => output)).toEqual([{ status: 'CANCELLED' }, { status: 'CANCELLED' }]);
    await gates.cancel(id(0));
    expect(answers).toHaveLength(2);
  });

  it('sees a cancel from another process', async () => {
    const owner = open(['sleep 977.2']);
    await owner.gates.start(request(0));
    await until(() => runs('sleep 977.2'));
    await open(['true']).gates.cancel(id(0));
    await until(() => owner.answers.length > 0);
    expect(owner.answers).toEqual([['token-0', { status: 'CANCELLED' }]]);
    expect(commandLinesWith('sleep 977.2')).toEqual([]);
  });

  it('a stop ends the processes and leaves the run for the next start', async () => {
    const first = open([`test -f ${log()} || { touch ${log()}; sleep 977.3; }`]);
    await first.gates.start(request(0));
    await until(() => runs('sleep 977.3'));
    await first.gates.stop();
    expect(commandLinesWith('sleep 977.3')).toEqual([]);
    expect(await first.gates.result(id(0))).toBeNull();
    const second = open(['not asked again']);
    second.gates.resume();
    await until(() => second.answers.length > 0);
    expect(second.answers).toEqual([['token-0', { status: 'PASSED' }]]);
    expect(first.answers).toEqual([]);
  });

  it('starts a runner that died again, and gives up as FAILED', async () => {
    // The runner is the parent of the gate's shell.
    const { gates, answers } = open([`echo x >> ${log()}; kill -9 $PPID; sleep 977.4`]);
    await gates.start(request(0));
    await until(() => answers.length > 0);
    expect(await gates.result(id(0))).toMatchObject({ status: 'FAILED', summary: 'the gate runner died 3 times' });
    expect(readFileSync(log(), 'utf8')).toBe('x\nx\nx\n');
    expect(commandLinesWith('sleep 977.4')).toEqual([]);
  });

  it('kill -9 of the owner leaves no process; the next one runs it again to its end', async () => {
    const command = `test -f ${log()} || { touch ${log()}; setsid sleep 977.5 & sleep 977.6; }`;
    const owner = startOwner(command);
    await until(() => runs('sleep 977.5') && runs('sleep 977.6'));
    owner.kill('SIGKILL');
    await until(() => commandLinesWith('sleep 977.').length === 0, 5000);
    await until(() => runFolders().length === 0, 5000);
    const next = open(['not asked again']);
    expect(await next.gates.result(id(0))).toBeNull();
    next.gates.resume();
    await until(() => next.answers.length > 0);
    expect(next.answers).toEqual([['token-of-the-first-process', { status: 'PASSED' }]]);
  });

  it('kill -9 of owner and runner together is cleared up by the next start', async () => {
    const command = `test -f ${log()} || { touch ${log()}; setsid sleep 977.7 & sleep 977.8; }`;
    const owner = startOwner(`echo $PPID > ${home}/runner; ${command}`);
    await until(() => runs('sleep 977.7') && runs('sleep 977.8'));
    const runner = Number(readFileSync(join(home, 'runner'), 'utf8'));
    expect(runner).toBeGreaterThan(1);
    process.kill(runner, 'SIGSTOP');
    owner.kill('SIGKILL');
    process.kill(runner, 'SIGKILL');
    expect(runFolders()).toHaveLength(1);
    const next = open(['not asked again']);
    next.gates.resume();
    await until(() => next.answers.length > 0);
    expect(commandLinesWith('sleep 977.')).toEqual([]);
  });
});
