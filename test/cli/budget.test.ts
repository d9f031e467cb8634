import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openHome } from '../../embedded/home/open-home.ts';
import { CAPS, spent, use } from '../contracts/budget-samples.ts';
import { release, releaseIdOf } from '../contracts/samples.ts';
import { cliStage, type CliStage } from '../support/cli-stage.ts';
import { runCliBatch, type CliResult } from '../support/run-cli.ts';

const RELEASE = releaseIdOf(3);
const DOLLAR = 1_000_000;
const ROOM = {
  ...CAPS,
  monthMicroUsd: 1e12,
  componentMicroUsd: 1e12,
  runMicroUsd: 1e12,
  taskTokens: 1e12,
  runTokens: 1e12,
};

describe('interlock budget', () => {
  let stage: CliStage;
  let shown: readonly CliResult[];
  beforeAll(async () => {
    stage = await cliStage();
    stage.configure();
    const { ports, close } = openHome({ configFile: stage.config });
    await ports.releases.create(release(3, { openedAt: '2026-01-04T10:00:00.000Z' }));
    await ports.releases.close(RELEASE, 'DEPLOYED', Date.parse('2026-01-04T11:00:00.000Z'));
    await ports.budgets.reserve(RELEASE, use(1, { worst: spent(3 * DOLLAR) }), ROOM);
    await ports.budgets.settle(RELEASE, 'use-1', spent(2 * DOLLAR));
    await ports.budgets.reserve(RELEASE, use(2, { worst: spent(DOLLAR), provider: 'model-1\u001b[31m' }), ROOM);
    await ports.budgets.charge(RELEASE, [
      { ...use(3, { component: 'fuzzer', at: '2026-02-01T00:00:00.000Z' }), amount: spent(150 * DOLLAR) },
    ]);
    const at = new Date().toISOString();
    await ports.budgets.charge(RELEASE, [{ ...use(4, { component: 'tests', at }), amount: spent(100 * DOLLAR) }]);
    close();
    shown = await runCliBatch(
      [
        ['budget', '--month', '2026-01'],
        ['budget', '--month', '2026-01', '--json'],
        ['budget', '--release', RELEASE],
        ['budget', '--month', '2026-02'],
        ['budget', '--risk', '--month', '2026-01'],
        ['budget', '--release', 'rel-none'],
        ['budget', '--json'],
        ['doctor', '--json'],
      ].map((args) => ['--config', stage.config, ...args]),
    );
  }, 60_000);
  afterAll(() => stage.remove());

  it('a month: caps, what is spent, what is set aside, what is left, and what a release takes', () => {
    const [text, asJson] = shown;
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text!.stdout).toMatch(/^Spending in 2026-01\nCOMPONENT +CAP +SPENT +RESERVED +LEFT/);
    expect(text!.stdout).toMatch(/code-reviewer +\$500\.00 +\$2\.00 +\$1\.00 +\$497\.00 +30,000,000 +2 s +2\n/);
    expect(text!.stdout).toContain('One release ended, on average $3.00');
    expect(JSON.parse(asJson!.stdout)).toMatchObject({ total: { leftMicroUsd: 1947 * DOLLAR }, releases: 1 });
  });

  it('a release, use by use (003-50): what is not known says so, and a name cannot colour the terminal', () => {
    const [, , run] = shown;
    expect(run!.stdout).toMatch(/code-reviewer +model-1 +\$3\.00 +\$2\.00/);
    expect(run!.stdout).toMatch(/code-reviewer +model-1\uFFFD\[31m +\$1\.00 +not known/);
  });

  it('nothing left of a cap is exit code 1', () => {
    const [, , , february] = shown;
    expect(february).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/fuzzer +\$150\.00 +\$150\.00 +\$0\.00 +\$0\.00/),
    });
  });

  it('delegation risk says what is not known (000-44)', () => {
    const [, , , , risk] = shown;
    expect(risk!.code).toBe(0);
    expect(risk!.stdout).toMatch(/canary-analysis +\$300\.00 +\$0\.00 +\$300\.00 +0 +0 +not known/);
    expect(risk!.stdout).toContain('alarm line $2,000.00');
  });

  it('an unknown release is named; the present month is the default', () => {
    const [, , , , , unknown, now] = shown;
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('rel-none') });
    expect((JSON.parse(now!.stdout) as { month: string }).month).toMatch(/^\d{4}-\d{2}$/);
  });

  it('doctor names the component of which nothing is left', () => {
    const findings = JSON.parse(shown.at(-1)!.stdout) as { check: string; ok: boolean; detail: string }[];
    expect(findings.find(({ check }) => check === 'budget')).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^\$100\.00 of \$1,950\.00 are used in .*; near or past its cap: tests$/),
    });
  });
});
