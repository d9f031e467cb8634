import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { configSchema } from '../../core/contracts/config.ts';
import { commitShaSchema } from '../../core/contracts/ids.ts';
import type { Outcome } from '../../core/contracts/outcome.ts';
import { configFacts } from '../../core/decide/config-facts.ts';
import { decide } from '../../core/decide/decide.ts';
import { compilePolicies } from '../../core/policy/compile-policies.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import { openHome } from '../../embedded/home/open-home.ts';
import { evidenceOf } from '../../lambdas/kit/evidence.ts';
import { recorder } from '../../lambdas/kit/recorder.ts';
import { policyFiles } from '../core/policy/policy-files.ts';
import { buildFacts } from '../core/decide/facts-builder.ts';
import { cliStage, type CliStage } from '../support/cli-stage.ts';
import { configOf } from '../support/config-of.ts';
import { runCliBatch } from '../support/run-cli.ts';
import { someEvent } from '../support/some-change.ts';

describe('recorded releases under other settings', () => {
  let stage: CliStage;
  let guarded: string;
  let ids: string[];
  const config = configOf({
    services: { shop: { repository: '.', start: 'x', port: 4711 } },
    profile: 'conservative',
    autonomy: { MERGE: 'A4', DEPLOY: 'A4' },
  });
  const at = (day: number) => `2026-01-0${day}T10:00:00.000Z`;
  const run = (...commands: string[][]) => runCliBatch(commands.map((args) => ['--home', stage.home, ...args]));

  beforeAll(async () => {
    stage = await cliStage();
    writeFileSync(stage.config, stringify(config));
    guarded = path.join(path.dirname(stage.config), 'guarded.yaml');
    writeFileSync(guarded, stringify({ ...config, profile: 'guarded' }));
    const home = openHome({ configFile: stage.config });
    ids = [];
    for (const [day, outcome] of [
      ['1', 'DEPLOYED'],
      ['2', 'ROLLED_BACK'],
      ['3', null],
    ] as [string, Outcome | null][])
      ids.push(await seeded(home, Number(day), outcome));
    home.close();
  });
  afterAll(() => stage.remove());

  /** Decided in profile conservative on facts that guarded would let go; without an outcome it was refused when opened. */
  async function seeded(home: ReturnType<typeof openHome>, day: number, outcome: Outcome | null): Promise<string> {
    const change = someEvent({
      head: commitShaSchema.parse(String(day).repeat(40)),
      title: `Change ${day}\u0007`.slice(0, 8),
    });
    const releaseId = releaseIdOf(change);
    await home.ports.releases.create({
      ...{ releaseId, change, digest: null, configHash: null, openedAt: at(day), status: 'OPEN', at: 'decide' },
      ...{ stop: null, outcome: null, closedAt: null },
    });
    const record = recorder(home.ports.auditLog, (await home.ports.releases.get(releaseId))!);
    if (outcome !== null) {
      const { freeze, ...said } = configFacts(configSchema.parse(config), 'shop', 'standard', Date.parse(at(day)));
      const base = buildFacts({ controls: { freeze } });
      const facts = { ...base, ...said, at: at(day) };
      const verdict = decide(facts, compilePolicies(policyFiles));
      const evidence = evidenceOf(home.ports.blobs, releaseId);
      await evidence.put('facts', facts);
      await evidence.put('verdict', verdict);
      const { confidence, next } = verdict;
      await record({ key: 'decision.made', event: 'decision.made', rationale: '', payload: { confidence, next } });
      await record({ key: 'shift.ended', event: 'shift.ended', rationale: '', payload: { phase: 'STAGING' } });
      await record({ key: 'release.closed', event: 'release.closed', rationale: '', payload: { outcome } });
    }
    await home.ports.releases.close(releaseId, outcome ?? 'REJECTED', Date.parse(at(day)));
    return releaseId;
  }

  it('the same settings change nothing: exit code 0', async () => {
    const [result] = await run(['--config', stage.config, 'replay']);
    expect(result).toMatchObject({
      code: 0,
      stdout: '2 decisions made again, 0 would change; 1 releases were never decided\n',
    });
  });

  it('another config lists every decision that would change, with its reasons: exit code 1', async () => {
    const [text, json, some] = await run(
      ['replay', '--config', guarded],
      ['replay', '--config', guarded, '--json'],
      ['replay', '--config', guarded, '--from', '2026-01-02', '--to', at(3)],
    );
    expect(text!.code).toBe(1);
    expect(text!.stdout.split('\n').slice(0, 3)).toEqual([
      `${ids[0]}  ${at(1)}  Change 1`,
      '    was   HUMAN, class LOW, asked by profile-conservative',
      '    would AUTONOMOUS, class LOW',
    ]);
    expect(text!.stdout).toContain('2 decisions made again, 2 would change');
    const parsed = JSON.parse(json!.stdout) as { decided: number; changed: { releaseId: string }[] };
    expect([parsed.decided, parsed.changed.map(({ releaseId }) => releaseId)]).toEqual([2, ids.slice(0, 2)]);
    expect(some!.stdout).toContain(ids[1]);
    expect(some!.stdout).not.toContain(ids[0]);
    // What a command is asked to try must not become what the home falls back to.
    expect(readFileSync(path.join(stage.home, 'config-last-good.yaml'), 'utf8')).toContain('profile: conservative');
  });

  it('other policies are compiled and decide; what is none is named', async () => {
    const folder = path.join(path.dirname(stage.config), 'policies');
    mkdirSync(folder);
    for (const [name, text] of Object.entries(policyFiles)) writeFileSync(path.join(folder, name), text);
    writeFileSync(
      path.join(folder, 'house.cedar'),
      '@id("stop") @reason("Stop.") forbid (principal, action in Action::"proceed", resource);',
    );
    const [changed, missing, empty] = await run(
      ['--config', stage.config, 'replay', '--policies', folder],
      ['--config', stage.config, 'replay', '--policies', path.join(folder, 'nowhere')],
      ['--config', stage.config, 'replay', '--policies', stage.home],
    );
    expect(changed!.stdout).toContain('would REJECT, class LOW');
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot read') as unknown });
    expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining('*.cedarschema') as unknown });
  });

  it('where there is no home nothing is made', async () => {
    const [result] = await runCliBatch([['--home', path.join(stage.home, 'nowhere'), '--config', guarded, 'replay']]);
    expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no home in') as unknown });
  });

  it('calibration: what was expected of what was tried, and how it came out', async () => {
    const [text, json, none] = await run(
      ['--config', stage.config, 'calibration'],
      ['--config', stage.config, 'calibration', '--json'],
      ['--config', stage.config, 'calibration', '--to', '2026-01-01'],
    );
    expect(text!.stdout).toContain('2 releases. Brier score 0.453; always saying the overall rate would score 0.250.');
    expect(text!.stdout).toMatch(/90 to 95 {4}2 {9}95 % {6}50 % {6}9 % to 91 %/);
    expect(JSON.parse(json!.stdout)).toMatchObject({ releases: 2, brierOfBaseRate: 0.25 });
    expect(none!.stdout).toMatch(/^No release of that time was tried out/);
  });
});
