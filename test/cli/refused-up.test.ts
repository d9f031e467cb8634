import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dataPlaneStatus } from '../../embedded/deployer/data-plane-status.ts';
import { commandLinesWith } from '../embedded/gates/processes.ts';
import { cliStage, freePort, occupy, type CliStage } from '../support/cli-stage.ts';
import { runCli } from '../support/run-cli.ts';

describe('interlock up that cannot start: says why, ends, and leaves nothing', () => {
  let stage: CliStage;
  let taken: Awaited<ReturnType<typeof occupy>>;
  beforeAll(async () => {
    [stage, taken] = await Promise.all([cliStage(), occupy()]);
  });
  afterAll(async () => {
    await taken.close();
    stage.remove();
  });

  /** Nothing runs, and git has no checkout more than before but those of versions that served: they serve again. */
  async function expectNothingLeft(home: string, served = 0): Promise<void> {
    expect(await dataPlaneStatus(home)).toBeNull();
    expect(commandLinesWith(stage.tag)).toEqual([]);
    expect(stage.repository.git('worktree', 'list').split('\n')).toHaveLength(1 + served);
  }

  /** What is wrong with the service or the rest of the config, and what is said about it. */
  const CASES: Record<string, () => { service?: object; over?: object; message: string }> = {
    'the port of the service is in use': () => ({
      service: { port: taken.port },
      message: `port ${taken.port} of service greeter is in use by another program`,
    }),
    'the port of the page is in use': () => ({
      over: { page: { port: taken.port } },
      message: `page.port: found ${taken.port}, which is in use; expected a free port`,
    }),
    'a service that does not start': () => ({
      service: { start: 'echo no such luck; exit 9' },
      message: 'ended (exit code 9) before /health answered 200. Last lines:\nno such luck',
    }),
    'a service without health': () => ({
      service: { health: '/nothing', start: `${NO_HEALTH} ${stage.tag}`, startTimeoutSeconds: 1 },
      message: 'did not answer 200 on /nothing within 1 s (last: ',
    }),
    'a build that fails': () => ({ service: { build: 'exit 4' }, message: '"build" of greeter' }),
    'no such repository': () => ({ service: { repository: './nowhere' }, message: 'there is no folder' }),
    'no repository': () => ({ service: { repository: '/' }, message: '/ is not a git repository' }),
    'a ref that is not there': () => ({ service: { initialRef: 'nope' }, message: 'unknown ref "nope"' }),
  };

  it.each(Object.keys(CASES))(
    '%s',
    async (name) => {
      const home = path.join(path.dirname(stage.home), name.replaceAll(' ', '-'));
      const { service, over, message } = CASES[name]!();
      stage.configure(service, over);
      const { code, stderr, stdout } = await runCli(['-c', stage.config, '--home', home, 'up']);
      expect({ code, stdout: stdout.replace(/^Starting .*\n/, '') }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/\n\s+at /);
      await expectNothingLeft(home);
    },
    30_000,
  );

  it('what the service printed is shown, without its control characters', async () => {
    stage.configure({ start: `printf '\\033[31mcannot read the settings\\007\\n' >&2; exit 3` });
    const { stderr } = await stage.cli('up');
    expect(stderr).toMatch(/"start" of greeter at [0-9a-f]{7} ended \(exit code 3\) before \/health answered 200/);
    expect(stderr).toContain('cannot read the settings');
    expect(stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
  });

  it('the second of two services fails: the first is stopped too', async () => {
    const second = { repository: stage.repository.path, start: 'exit 5', port: await freePort() };
    const first = { repository: stage.repository.path, start: stage.start, port: stage.port };
    stage.configure({}, { services: { greeter: first, second } });
    const { code, stderr } = await stage.cli('up');
    expect(code).toBe(2);
    expect(stderr).toContain('"start" of second');
    await expectNothingLeft(stage.home, 1);
    await expect(fetch(`http://127.0.0.1:${stage.port}/`)).rejects.toThrow();
  }, 30_000);

  it('a home that cannot be written to', async () => {
    stage.configure();
    const plainFile = path.join(stage.repository.path, 'server.mjs');
    const wrongFile = path.join(path.dirname(stage.home), 'wrong');
    mkdirSync(wrongFile);
    writeFileSync(path.join(wrongFile, 'interlock.db'), 'not a database, but more than one hundred bytes '.repeat(4));
    for (const [home, message] of [
      [plainFile, 'cannot write to'],
      [path.join(plainFile, 'home'), 'cannot write to'],
      // Where a file system refuses with ENOENT, Node's own recursive mkdir never ends.
      ...(existsSync('/proc/self') ? [['/proc/interlock', 'cannot write to']] : []),
      [wrongFile, 'file is not a database'],
    ] as [string, string][]) {
      const { code, stderr, stdout } = await runCli(['-c', stage.config, '--home', home, 'up']);
      expect({ home, code, stdout }).toEqual({ home, code: 2, stdout: '' });
      expect(stderr).toContain(`--home: `);
      expect(stderr).toContain(message);
    }
  }, 30_000);
});

const NO_HEALTH = `exec node -e "require('http').createServer((q, r) => r.writeHead(404).end()).listen(process.env.PORT)"`;
