import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hold } from '../../core/contracts/hold.ts';
import type { ReleaseView } from '../../cli/release-view.ts';
import { dataPlaneStatus } from '../../embedded/deployer/data-plane-status.ts';
import { stopDataPlane } from '../../embedded/deployer/stop-data-plane.ts';
import { openHome, type Home } from '../../embedded/home/open-home.ts';
import { commandLinesWith, until } from '../embedded/gates/processes.ts';
import { cliStage, type CliStage } from '../support/cli-stage.ts';
import type { CliResult } from '../support/run-cli.ts';
import { startUp, type Up } from '../support/up.ts';

const APPROVERS = [
  { id: 'priya', email: 'priya@shop.example' },
  { id: 'ada', email: 'ada@acme.io' },
];

describe('one release, as the people meet it who submit, watch, approve and cancel it', () => {
  let stage: CliStage;
  let up: Up;
  let home: Home;
  let releaseId = '';
  let watching: Promise<CliResult>;
  const asJson = <T>({ stdout }: CliResult) => JSON.parse(stdout) as T;
  const cli = (...args: string[]) => stage.cli(...args);
  const openHold = async (kind: Hold['kind']) => {
    const holds = await home.ports.holds.ofRelease(releaseId as never);
    return holds.some((h) => h.kind === kind && h.status.kind === 'OPEN');
  };
  beforeAll(async () => {
    stage = await cliStage();
    stage.configure({}, { approvers: APPROVERS });
    stage.branch('feature', {
      'server.mjs': readFileSync(path.join(stage.repository.path, 'server.mjs'), 'utf8') + '// 2\n',
    });
    up = await startUp(stage.config, 60);
    home = openHome({ configFile: stage.config });
  }, 60_000);
  afterAll(async () => {
    home.close();
    await up.interrupt();
    await stopDataPlane(stage.home);
    stage.remove();
  }, 60_000);

  it('submit, and watch from the first moment', async () => {
    const submitted = await cli('submit', '--head', 'feature', '--json');
    expect({ code: submitted.code, stderr: submitted.stderr }).toEqual({ code: 0, stderr: '' });
    const answer = asJson<{ releaseId: string }>(submitted);
    expect(answer).toMatchObject({ service: 'greeter', engineRunning: true, before: null });
    releaseId = answer.releaseId;
    watching = cli('watch', releaseId, '--json');
    expect(asJson<{ releaseId: string }[]>(await cli('releases', '--open', '--json'))[0]?.releaseId).toBe(releaseId);
  });

  it('a second up on the same home: named, and the first one, its clock and its service go on', async () => {
    const before = await dataPlaneStatus(stage.home);
    const second = await cli('up', '--speed', '1');
    expect({ code: second.code, stdout: second.stdout }).toEqual({ code: 2, stdout: '' });
    expect(second.stderr).toBe(
      `interlock: --home: ${stage.home}: another engine (process ${up.pid}) is running on this home; stop it first\n`,
    );
    const after = await dataPlaneStatus(stage.home);
    expect({ pid: after?.pid, clock: after?.clock }).toEqual({ pid: before?.pid, clock: before?.clock });
    const beside = openHome({ configFile: stage.config });
    expect(beside.clock.setting).toEqual(home.clock.setting);
    beside.close();
    expect((await fetch(`http://127.0.0.1:${stage.port}/`)).status).toBe(200);
    const down = await cli('down', '--json');
    expect({ code: down.code, answer: asJson(down) }).toEqual({
      code: 1,
      answer: { stopped: false, engineRunning: true },
    });
  });

  it('a config that turns bad: what starts something refuses, what stops or shows something works, the engine goes on', async () => {
    const good = readFileSync(stage.config, 'utf8');
    appendFileSync(stage.config, 'services: [\n');
    const [submit, approve] = await Promise.all([
      cli('submit', '--head', 'feature'),
      cli('approve', 'last', '--as', 'priya'),
    ]);
    for (const { code, stderr } of [submit, approve]) {
      expect(code).toBe(2);
      expect(stderr).toMatch(/interlock\.yaml: .* at line \d+, column \d+/);
    }
    const [releases, off] = await Promise.all([
      cli('releases', '--json'),
      cli('kill', 'off', '--service', 'greeter', '--reason', 'only a drill', '--as', 'ops', '--json'),
    ]);
    for (const { code, stderr } of [releases, off]) {
      expect(code).toBe(0);
      expect(stderr).toMatch(/^interlock: warning: .*\n[^]*The last good config is used\.\n$/);
    }
    expect(asJson(off)).toEqual({ scope: 'greeter', state: 'off', by: 'ops', reason: 'only a drill' });
    expect(asJson<unknown[]>(releases)).toHaveLength(1);
    const log = path.join(stage.home, 'interlock.log');
    await until(() => readFileSync(log, 'utf8').includes('the config turned bad, the last good one stays in force'));
    writeFileSync(stage.config, good);
    expect((await cli('releases')).stderr).toBe('');
  });

  it('approve: only an approver who is no author, and only once', async () => {
    await until(() => openHold('APPROVAL'), 60_000);
    expect(asJson(await cli('mail', '--to', APPROVERS[0]!.email, '--json'))).toMatchObject([
      { subject: expect.stringMatching(/^Approval needed: greeter/) as unknown, links: [expect.any(String)] },
    ]);
    const [nobody, stranger, author] = await Promise.all([
      cli('approve', 'last'),
      cli('approve', 'last', '--as', 'mallory'),
      cli('approve', 'last', '--as', 'ada', '--json'),
    ]);
    expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining('--as: found nothing') as unknown });
    expect(stranger).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('mallory is not an approver') as unknown,
    });
    expect({ code: author.code, answer: asJson(author) }).toMatchObject({
      code: 1,
      answer: { kind: 'REFUSED', message: expect.stringContaining('expected one of priya') as unknown },
    });
    const priya = await cli('approve', 'last', '--as', 'priya', '--reason', 'read it', '--json');
    expect({ code: priya.code, answer: asJson(priya) }).toEqual({
      code: 0,
      answer: { kind: 'ENDED', answer: 'APPROVED', by: 'priya' },
    });
    await until(() => openHold('TIME_LOCK'));
    expect(await cli('approve', 'last', '--as', 'priya')).toMatchObject({ code: 1, stderr: '' });
  }, 90_000);

  it('cancel: the release ends, watch has told every step as a line of JSON and says no', async () => {
    expect(await cli('cancel', 'last')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--reason') as unknown,
    });
    const cancelled = await cli('cancel', 'last', '--reason', 'changed my mind', '--json');
    expect({ code: cancelled.code, answer: asJson(cancelled) }).toMatchObject({
      ...{ code: 0, answer: { releaseId, stop: { kind: 'CANCEL', reason: 'changed my mind' } } },
    });
    const { code, stdout, stderr } = await watching;
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((l) => JSON.parse(l) as { seq?: number; event?: string; outcome?: string });
    expect(lines.slice(0, -1).map((l) => l.seq)).toEqual(lines.slice(0, -1).map((_, i) => i + 1));
    expect(lines.map((l) => l.event)).toEqual(expect.arrayContaining(['hold.opened', 'hold.ended', 'release.stopped']));
    expect(lines.at(-1)).toMatchObject({ releaseId, outcome: 'CANCELLED' });
  }, 60_000);

  it('what has ended cannot be answered or cancelled any more: exit code 1 and its outcome', async () => {
    const [approve, reject, cancel] = await Promise.all([
      cli('approve', releaseId, '--as', 'priya'),
      cli('reject', releaseId, '--as', 'priya', '--reason', 'late'),
      cli('cancel', releaseId, '--reason', 'late'),
    ]);
    for (const { code, stdout, stderr } of [approve, reject, cancel]) {
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(stdout).toMatch(/ended: CANCELLED\n$/);
    }
  });

  it('show and audit: the same JSON every time, the same story as text; an export verifies, and not after one byte', async () => {
    const exported = path.join(stage.home, 'audit.jsonl');
    const [one, two, text, audit, doctor, out] = await Promise.all([
      ...[cli('show', 'last', '--json'), cli('show', releaseId.slice(4, 12), '--json'), cli('show', 'last')],
      ...[cli('audit', 'show', 'last', '--json'), cli('doctor', '--json'), cli('audit', 'export', '--out', exported)],
    ] as const);
    expect(two!.stdout).toBe(one!.stdout);
    const view = asJson<ReleaseView>(one!);
    expect(view.release.outcome).toBe('CANCELLED');
    expect(view.shifts.map((s) => s.phase)).toEqual(['STAGING', 'CANARY']);
    for (const word of ['Change: feature', 'canary: 5 %', 'Decision: HUMAN', 'CANCELLED', 'read it'])
      expect(text!.stdout).toContain(word);
    const records = asJson<unknown[]>(audit!);
    expect(records).toHaveLength(view.steps.length);
    expect(out!.stdout).toBe(`${records.length} records written to ${exported}\n`);
    expect({ code: doctor!.code, wrong: asJson<{ ok: boolean }[]>(doctor!).filter((f) => !f.ok) }).toEqual({
      code: 0,
      wrong: [],
    });

    expect(await cli('audit', 'verify', exported)).toMatchObject({ code: 0, stderr: '' });

    writeFileSync(exported, readFileSync(exported, 'utf8').replace('changed my mind', 'changed my mine'));
    const broken = await cli('audit', 'verify', exported, '--json');
    expect({ code: broken.code, problems: asJson<{ problems: unknown[] }>(broken).problems.length > 0 }).toEqual({
      code: 1,
      problems: true,
    });
  }, 30_000);

  it('Ctrl-C: everything of it ends', async () => {
    await up.interrupt();
    expect(commandLinesWith(stage.tag)).toEqual([]);
    expect(await dataPlaneStatus(stage.home)).toBeNull();
    await expect(fetch(`http://127.0.0.1:${stage.port}/`)).rejects.toThrow();
  });
});
