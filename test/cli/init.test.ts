import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../embedded/home/load-config.ts';
import { makeRepository, type TestRepository } from '../embedded/vcs/make-repository.ts';
import { runCli, runCliBatch, type CliResult } from '../support/run-cli.ts';

const PACKAGE = JSON.stringify({ name: 'web', scripts: { start: 'node server.js' } });
const VENV = 'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt';

/** Files, the start command that fits them, and the build that a clean checkout of them needs. */
const PROJECTS: Record<string, [files: Record<string, string>, start: string, build?: string]> = {
  'a Node service': [{ 'package.json': PACKAGE, 'package-lock.json': '{}' }, 'npm start', 'npm ci'],
  'a Node service without dependencies': [{ 'package.json': PACKAGE }, 'npm start'],
  'a Node file': [{ 'index.mjs': '' }, 'exec node index.mjs'],
  'a Python file': [{ 'app.py': '' }, 'exec python3 app.py'],
  'a Python service with requirements': [
    { 'main.py': '', 'requirements.txt': 'flask' },
    'exec .venv/bin/python main.py',
    VENV,
  ],
  'a script': [{ 'start.sh': '' }, './start.sh'],
  'a broken package.json': [{ 'package.json': '{"scripts": ', 'app.js': '' }, 'exec node app.js'],
  'nothing known': [{ 'README.md': '' }, './start.sh'],
};

describe('interlock init', () => {
  let top: TestRepository;
  const at = (...names: string[]) => path.join(top.path, ...names);
  /** A repository within the temporary one. */
  const nested = (name: string, files: Record<string, string> | null, branch = 'main') => {
    mkdirSync(at(name));
    top.git('init', '--quiet', `--initial-branch=${branch}`, at(name));
    for (const [file, content] of Object.entries(files ?? {})) writeFileSync(at(name, file), content);
    if (files !== null) top.git('-C', at(name), 'add', '--all');
    if (files !== null) top.git('-C', at(name), 'commit', '--quiet', '--allow-empty', '-m', 'first');
  };
  const initIn = (name: string) => ['--config', at(name, 'interlock.yaml'), 'init', '--repo', at(name)];
  const serviceIn = (name: string) => Object.values(loadConfig(at(name, 'interlock.yaml')).services)[0];
  const results = new Map<string, CliResult>();
  beforeAll(async () => {
    top = makeRepository();
    const names = Object.keys(PROJECTS);
    for (const name of names) nested(name, PROJECTS[name]![0]);
    for (const [i, result] of (await runCliBatch(names.map(initIn))).entries()) results.set(names[i]!, result);
  }, 60_000);
  afterAll(() => top.remove());

  it.each(Object.keys(PROJECTS))('%s: a start command that fits, in a config that is valid', (name) => {
    const [, start, build] = PROJECTS[name]!;
    const { code, stdout, stderr } = results.get(name)!;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(serviceIn(name)).toMatchObject({ start, initialRef: 'main', port: 8080, health: '/health' });
    expect(serviceIn(name)?.build).toBe(build);
    expect(stdout).toContain(
      name === 'nothing known'
        ? 'start is "./start.sh", which is not there: put in the command'
        : `start is "${start}": it has to serve HTTP on $PORT`,
    );
  });

  it('twice: the second time changes nothing and says that --force would', async () => {
    nested('twice', { 'server.js': '' });
    const options = { cwd: at('twice') };
    top.git('-C', at('twice'), 'config', 'user.email', 'Priya.Nair@shop.example');
    const first = await runCli(['init', '--port', '3000'], options);
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
    expect(first.stdout).toContain('approvers has only you (Priya.Nair). Nobody may approve what they wrote');
    const file = at('twice', 'interlock.yaml');
    expect(loadConfig(file).approvers).toEqual([{ id: 'Priya.Nair', email: 'Priya.Nair@shop.example' }]);
    expect(serviceIn('twice')?.port).toBe(3000);

    writeFileSync(file, 'mine');
    const second = await runCli(['init'], options);
    expect(second).toEqual({ code: 2, stdout: '', stderr: `interlock: ${file} exists; --force replaces it\n` });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const forced = await runCli(['init', '--force', '--json'], options);
    expect(JSON.parse(forced.stdout)).toEqual({
      ...{ config: file, services: ['twice'], start: 'exec node server.js', approver: 'Priya.Nair' },
    });
  });

  it('what serves first is the main branch, whatever is checked out; names are quoted where YAML would misread them', async () => {
    nested('branches', { 'app.py': '' });
    top.git('-C', at('branches'), 'switch', '--quiet', '-c', 'unapproved');
    const odd = '1: "x" # y';
    nested(odd, {}, 'trunk');
    top.git('-C', at(odd), 'config', 'user.email', 'no address: "at" all');
    const config = at('odd.yaml');
    await runCliBatch([initIn('branches'), ['-c', config, 'init', '--repo', at(odd)]]);
    expect(serviceIn('branches')?.initialRef).toBe('main');
    const { services, approvers } = loadConfig(config);
    expect(services).toMatchObject({ 'x-y': { repository: at(odd), initialRef: 'trunk' } });
    expect(approvers).toEqual([{ id: 'approver', email: 'approver@example.com' }]);
  });

  it('no repository, the folder of one, no commit, no place for the file: exit code 2, named, nothing is written', async () => {
    mkdirSync(at('plain'));
    nested('empty', null);
    const cases: [string[], string][] = [
      [initIn('plain'), `--repo: found "${at('plain')}" (${at('plain')}); expected the top folder of a git repository`],
      [['-c', at('plain', 'interlock.yaml'), 'init', '--repo', 'nowhere'], '--repo: found "nowhere"'],
      [initIn('empty'), `--repo: ${at('empty')} has no commit yet; expected one, which serves first`],
      [['-c', at('no/such/folder.yaml'), 'init', '--repo', at('twice')], `--config: cannot write ${at('no/such')}`],
    ];
    for (const [i, { code, stdout, stderr }] of (await runCliBatch(cases.map(([args]) => args))).entries()) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(`interlock: ${cases[i]![1]}`);
    }
    for (const name of ['plain', 'empty'])
      for (const left of ['interlock.yaml', '.interlock']) expect(existsSync(at(name, left))).toBe(false);
  });
});
