import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { judgeConfigFor } from '../../core/canary/judge-config.ts';
import { replay } from '../../core/canary/replay.ts';
import { configSchema } from '../../core/contracts/config.ts';
import { commitShaSchema, digestSchema } from '../../core/contracts/ids.ts';
import type { Bucket } from '../../core/contracts/measurement.ts';
import type { ShiftEvidence } from '../../core/contracts/shift-evidence.ts';
import { releaseIdOf } from '../../core/release/release-id.ts';
import { openHome } from '../../embedded/home/open-home.ts';
import { evidenceOf } from '../../lambdas/kit/evidence.ts';
import { arm, buckets, HISTORY } from '../core/canary/canary-buckets.ts';
import { cliStage, type CliStage } from '../support/cli-stage.ts';
import { configOf } from '../support/config-of.ts';
import { runCli, runCliBatch } from '../support/run-cli.ts';
import { someEvent } from '../support/some-change.ts';

const version = {
  commit: commitShaSchema.parse('c'.repeat(40)),
  digest: digestSchema.parse(`sha256:${'d'.repeat(64)}`),
};
const canary = (errors: number): Bucket[] => buckets(60, () => ({ canary: arm(50, errors), baseline: arm(950) }));

describe('judge --explain', () => {
  const explained = (input: unknown, ...args: string[]) =>
    runCli(['judge', '--data', '-', '--explain', ...args], { input: JSON.stringify(input) });

  it('draws how each test came to its end, with its figures', async () => {
    const { code, stdout } = await explained({ history: HISTORY, buckets: canary(2) });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail at 80 s: 4 failed requests of 100/);
    expect(stdout).toMatch(/errors beside the baseline +▅█ +4 seen, 0\.2 expected, fails at 4, FAILED at 80 s/);
    expect(stdout).toMatch(/TEST +SEEN +EXPECTED +FAILS AT +RATIO \(95 %\) +BUDGET USED/);
    expect(stdout).toMatch(/8 stretches used, 0 rejected, 0 missing; exact counts/);
  });

  it('says on what the past rests, or why it was not used (002-31)', async () => {
    const basis = 'stale and not used: the last request was 9 days ago, expected at most 7';
    const { stdout } = await explained({ history: { ...HISTORY, basis }, buckets: canary(2) });
    expect(stdout).toContain(`the past: ${basis}\n`);
  });

  it('says what is still needed, and gives the course as JSON', async () => {
    const few = { history: HISTORY, buckets: buckets(60, () => ({ canary: arm(2), baseline: arm(38) })) };
    expect((await explained(few)).stdout).toMatch(
      /767 more requests are needed, 63.9 minutes at this rate; 35 % of the/,
    );
    const { stdout } = await explained(few, '--json');
    const { analysis, course } = JSON.parse(stdout) as ReturnType<typeof replay>;
    expect(analysis.verdict).toBe('INCONCLUSIVE');
    expect(course).toHaveLength(60);
    expect(course.at(-1)?.tests.find(({ id }) => id === 'errAbs')).toMatchObject({
      observed: 0,
      failsAt: expect.any(Number),
    });
  });

  it('without a file says what it expects', async () => {
    const { code, stderr } = await runCli(['judge']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--data: expected a file of measurements, or the subcommand "backtest"/);
  });
});

describe('recorded shifts', () => {
  let stage: CliStage;
  let strict: string;
  let releaseId: string;
  const config = configOf({ services: { shop: { repository: '.', start: 'x', port: 4711 } } });
  const run = (...commands: string[][]) => runCliBatch(commands.map((args) => ['--home', stage.home, ...args]));

  beforeAll(async () => {
    stage = await cliStage();
    writeFileSync(stage.config, stringify(config));
    strict = path.join(path.dirname(stage.config), 'strict.yaml');
    writeFileSync(
      strict,
      stringify({ ...config, thresholds: { internal: { errorRate: 0.02 }, standard: { errorRate: 0.001 } } }),
    );
    const home = openHome({ configFile: stage.config });
    const change = someEvent({ title: 'A <b>change</b>' });
    releaseId = releaseIdOf(change);
    await home.ports.releases.create({
      ...{
        releaseId: releaseIdOf(change),
        change,
        digest: null,
        configHash: null,
        openedAt: '2026-01-02T10:00:00.000Z',
      },
      ...{ status: 'OPEN', at: 'canary', stop: null, outcome: null, closedAt: null },
    });
    const judge = { config: judgeConfigFor(configSchema.parse(config), 'standard', 600, 2), history: HISTORY };
    const shift: ShiftEvidence = {
      ...{ shiftId: `${releaseId}.CANARY`, phase: 'CANARY', from: version, to: version, startedAt: 0, servedSince: 0 },
      ...{
        decidedAt: 1,
        verifiedAt: null,
        analyst: {
          ...{ kind: 'ANSWER', healthy: false, regressions: ['p99\u001b[2J rose'], model: 'some-model' },
          reasoning: 'It got slower, see https://evil.test',
        },
        past: null,
        endedAt: 1,
        plannedSeconds: 600,
        decision: 'WITHDRAW',
        result: 'PASSED',
        because: null,
        checks: [],
        pings: null,
      },
      ...{ analysis: replay(judge.config, HISTORY, canary(0)).analysis, buckets: canary(0), judge },
    };
    await evidenceOf(home.ports.blobs, releaseIdOf(change)).putShift(shift);
    home.close();
  });
  afterAll(() => stage.remove());

  it('backtest: the same settings change nothing, other ones are listed: exit codes 0 and 1', async () => {
    const [same, other, json] = await run(
      ['judge', 'backtest', '--config', stage.config],
      ['judge', 'backtest', '--config', strict, '--from', '2026-01-01'],
      ['judge', 'backtest', '--config', strict, '--json', '--to', '2026-01-01'],
    );
    expect([same!.code, same!.stdout]).toEqual([0, '1 shifts judged again, 0 would change\n']);
    expect(other!.code).toBe(1);
    expect(other!.stdout).toMatch(/was {3}pass at 600 s.*\n {4}would inconclusive at 600 s: .* the limit is 0.1 %/);
    expect(JSON.parse(json!.stdout)).toEqual({ judged: 0, skipped: 0, changed: [] });
  });

  it('show prints the tests of the canary and writes its picture, escaped', async () => {
    const file = path.join(path.dirname(stage.config), 'plot.html');
    const [shown, bad] = await run(
      ['show', releaseId, '--config', stage.config, '--plot', file],
      ['show', releaseId, '--config', stage.config, '--plot', path.join(file, 'no')],
    );
    expect(shown!.stdout).toMatch(/errors beside the baseline +0 +0 /);
    expect(shown!.stdout).toContain(
      "In the analyst's words (decides nothing): Not healthy, says some-model: It got slower, see https: //evil.test\n    Regression: p99 [2J rose",
    );
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('Tests on their way to failing it');
    expect(page).toContain('A &lt;b&gt;change&lt;/b&gt;');
    expect(bad!.code).toBe(2);
    expect(bad!.stderr).toMatch(/--plot: .* cannot be written/);
    expect(existsSync(path.join(file, 'no'))).toBe(false);
  });
});
