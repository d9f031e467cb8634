import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLinesWith } from '../embedded/gates/processes.ts';
import { cliStage, type CliStage } from '../support/cli-stage.ts';
import { runCliBatch, type CliResult } from '../support/run-cli.ts';

describe('a home without an engine', () => {
  let stage: CliStage;
  const batch = (...commands: string[][]) => runCliBatch(commands.map((args) => ['--config', stage.config, ...args]));
  beforeAll(async () => {
    stage = await cliStage();
    stage.branch('feature', { 'server.mjs': '// new\n' });
    stage.branch('same', {});
  });
  afterAll(() => stage.remove());

  it('before the first change: every command says that there is nothing, and what to do', async () => {
    const [releases, json, show, mail, audit, down, doctor] = await batch(
      ...[['releases'], ['releases', '--json'], ['show', 'last'], ['mail', '--json'], ['audit', 'verify', '--json']],
      ...[
        ['down', '--json'],
        ['doctor', '--json'],
      ],
    );
    expect(releases!.stdout).toMatch(/^No releases yet\. Submit .*\nNo engine is running: .*"interlock up"\.\n$/);
    expect([json!.stdout, mail!.stdout]).toEqual(['[]\n', '[]\n']);
    expect(show).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no release yet') as unknown });
    expect(JSON.parse(audit!.stdout)).toMatchObject({ checked: 0, releases: 0, problems: [] });
    expect(JSON.parse(down!.stdout)).toEqual({ stopped: false, engineRunning: false });
    const wrong = (JSON.parse(doctor!.stdout) as { check: string; ok: boolean }[]).filter((f) => !f.ok);
    expect({ code: doctor!.code, wrong: wrong.map((f) => f.check) }).toEqual({ code: 1, wrong: ['engine'] });
  });

  it('nothing is frozen where nothing runs, and it takes a reason to unfreeze', async () => {
    const [reasonless, unknown] = await batch(
      ['unfreeze', 'last', '--to', 'old'],
      ['unfreeze', 'last', '--to', 'old', '--reason', 'x'],
    );
    expect(reasonless).toMatchObject({ code: 2, stderr: expect.stringContaining('--reason') as unknown });
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no release yet') as unknown });
  });

  it('the home is private and never part of a commit', () => {
    expect(readFileSync(path.join(stage.home, '.gitignore'), 'utf8')).toBe('*\n');
    expect(statSync(stage.home).mode & 0o077).toBe(0);
  });

  it('a submission that cannot be one: exit code 2, the option that is wrong, and nothing is submitted', async () => {
    const cases: [string[], RegExp][] = [
      [['--head', 'nope'], /unknown ref "nope" in .*; expected a branch, tag or commit/],
      [['--head', '-x'], /unknown ref "-x"/],
      [['--base', 'v0', '--head', 'feature'], /unknown ref "v0"/],
      [['--head', 'main'], /--head: "main" and the base are the same commit/],
      [[], /--head: "HEAD" and the base are the same commit/],
      [['--head', 'feature', '--repo', '/'], /repository: \/ is not a git repository/],
      [['--head', 'feature', '--repo', '/nowhere'], /there is no folder \/nowhere/],
      [['--head', 'feature', '--service', 'web'], /--service: found "web"; expected one of .*\(greeter\)/],
      [['--head', 'feature', '--service', 'toString'], /--service: found "toString"/],
      [['--head', 'feature', '--title', 'a\u001b[31m'], /--title: expected text without control characters/],
      [['--head', 'feature', '--as', ''], /--as: /],
    ];
    const results = await batch(...cases.map(([args]) => ['submit', ...args]), ['releases', '--json']);
    for (const [i, [args, message]] of cases.entries()) {
      const { code, stdout, stderr } = results[i]!;
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
      expect(stderr).toMatch(message);
    }
    expect(results.at(-1)!.stdout).toBe('[]\n');
  });

  it('a submission waits for an engine, and says so; twice is once', async () => {
    const [text, json] = await batch(['submit', '--head', 'feature'], ['submit', '--head', 'feature', '--json']);
    expect(text!.stdout).toMatch(/^rel-[0-9a-f]{20} {2}[0-9a-f]{12} {2}greeter\nNo engine is running: /);
    const { releaseId } = JSON.parse(json!.stdout) as { releaseId: string };
    expect(text!.stdout.startsWith(releaseId)).toBe(true);
    expect(JSON.parse(json!.stdout)).toMatchObject({ service: 'greeter', before: null, engineRunning: false });
    expect(await firstWords(['--config', stage.config, 'watch', releaseId])).toBe(
      'No engine is running: start it with "interlock up".\n',
    );
  });

  it('a change that nobody could approve is told before it goes its way', async () => {
    stage.configure({}, { approvers: [{ id: 'ada', email: 'ADA@acme.io' }] });
    const [alone] = await batch(['submit', '--head', 'feature']);
    stage.configure();
    const [other] = await batch(['submit', '--head', 'feature']);
    expect({ code: alone!.code, stderr: alone!.stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(
        'nobody may approve this change: every approver of the config (ada) wrote',
      ) as unknown,
    });
    expect(other!.stderr).toBe('');
  });

  it('what needs a reason, a person or a known release says which; exit code 2', async () => {
    const cases: [string[], string][] = [
      [['kill', 'on'], '--reason: found nothing; expected why'],
      [['kill', 'on', '--reason', ' '], '--reason: found nothing'],
      [['kill', 'on', '--reason', 'x', '--service', 'Y!'], '--service: found "Y!"; expected one of greeter'],
      ...['approve', 'reject', 'cancel', 'show', 'watch', 'audit show', 'audit export --release'].map(
        (command): [string[], string] => [[...command.split(' '), 'rel-12'], 'release: found "rel-12"'],
      ),
      [['audit', 'export', '--out', '/no/such/file'], '--out: cannot write /no/such/file (ENOENT)'],
    ];
    for (const [i, { code, stdout, stderr }] of (await batch(...cases.map(([args]) => args))).entries()) {
      expect({ args: cases[i]![0], code, stdout }).toEqual({ args: cases[i]![0], code: 2, stdout: '' });
      expect(stderr).toContain(cases[i]![1]);
    }
  });

  it('a config that is missing, empty, no YAML or wrong in several places: each place is named', async () => {
    const folder = path.dirname(stage.home);
    const at = (name: string) => path.join(folder, name);
    writeFileSync(at('empty.yaml'), '');
    writeFileSync(at('syntax.yaml'), 'version: 1\nservices: [\n');
    writeFileSync(at('binary.yaml'), Buffer.from([0, 1, 0xff, 0xfe]));
    writeFileSync(
      at('wrong.yaml'),
      'version: 2\nprofile: brave\napprovers: []\nextra: 1\nservices: {web: {repository: ., start: x, port: high, heath: /x}}\n',
    );
    mkdirSync(at('folder.yaml'));
    const names = ['missing', 'empty', 'syntax', 'binary', 'folder', 'wrong'];
    const results = await runCliBatch(names.map((n) => ['-c', at(`${n}.yaml`), '--home', at('other'), 'releases']));
    const stderr = (name: string) => results[names.indexOf(name)]!.stderr;
    for (const { code, stdout } of results) expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr('missing')).toContain('missing.yaml; "interlock init" writes one');
    expect(stderr('empty')).toContain('empty.yaml is empty');
    expect(stderr('syntax')).toMatch(/syntax\.yaml: .* at line \d+, column \d+/);
    expect(stderr('folder')).toContain('EISDIR');
    for (const field of [
      'version',
      'profile',
      'approvers',
      'gates',
      'extra',
      'services.web.port',
      'services.web.heath',
    ])
      expect(stderr('wrong')).toMatch(new RegExp(`^ {2}${field}: (found|unknown key)`, 'm'));
    expect(existsSync(at('other'))).toBe(false);
  });

  it('doctor tells what is wrong with a config instead of giving up', async () => {
    const [doctor] = (await runCliBatch([['-c', 'nowhere.yaml', 'doctor', '--json']])) as [CliResult];
    const findings = JSON.parse(doctor.stdout) as { check: string; ok: boolean; detail: string }[];
    expect(doctor.code).toBe(1);
    expect(findings.map((f) => [f.check, f.ok])).toEqual([
      ...[['git', true] as const, ['platform', true] as const, ['config', false] as const],
    ]);
    expect(findings.at(-1)!.detail).toContain('"interlock init" writes one');
  });

  it('none of this left a process', () => expect(commandLinesWith(stage.tag)).toEqual([]));
});

/** What a command that does not end by itself says first on standard error. */
function firstWords(args: readonly string[]): Promise<string> {
  const bin = fileURLToPath(new URL('../../bin/interlock.ts', import.meta.url));
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve) => {
    child.stderr.once('data', (chunk: Buffer) => {
      child.kill();
      child.once('close', () => resolve(chunk.toString()));
    });
  });
}
