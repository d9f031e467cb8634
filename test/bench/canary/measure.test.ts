import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { JUDGES } from '../../../bench/canary/judges.ts';
import { measure } from '../../../bench/canary/measure.ts';
import { tables } from '../../../bench/canary/tables.ts';
import { runJobs } from '../../../bench/canary/run-jobs.ts';
import { jobsOf } from '../../../bench/canary/job.ts';

const NAMES = ['A/A low', '+0.5pp med', 'total failure low', 'CPU 85 %'];

describe('the bench of the canary judge (002-18)', () => {
  it('judges the same canaries by all judges, and the same again', async () => {
    const told: number[] = [];
    const report = await measure(NAMES, 'smoke', 2, 1, (percent) => told.push(percent));
    expect(told.at(-1)).toBe(100);
    expect(report.scenarios.map(({ name }) => name)).toEqual(NAMES);
    const judges = Object.keys(JUDGES);
    for (const { name, tallies } of report.scenarios) {
      expect(Object.keys(tallies)).toEqual(judges.filter((id) => id !== 'oracle' || /pp|total/.test(name)));
      for (const { runs, rolledBack, early, promoted, inconclusive } of Object.values(tallies))
        expect([runs, rolledBack + early + promoted + inconclusive]).toEqual([2, 2]);
    }
    expect(report.scenarios[2]!.tallies.shipped).toMatchObject({ rolledBack: 2, seconds: [10, 10] });
    expect(report.summary).toHaveLength(judges.length - 1);
    for (const row of report.summary) {
      expect(row.falseRollback).not.toBeNull();
      expect(Object.values(row.harmed!).every((value) => value === null || Number.isFinite(value))).toBe(true);
    }
    expect(report.extended.map(({ name, extended }) => [name, extended.runs])).toEqual([
      ['A/A low', 2],
      ['+0.5pp med', 2],
    ]);
    const again = await measure(NAMES.slice(0, 1), 'smoke', 2, 1, () => undefined);
    expect(again.scenarios[0]).toEqual(report.scenarios[0]);
    const other = await measure(NAMES.slice(1, 2), 'other', 2, 1, () => undefined);
    expect(other.scenarios[0]).not.toEqual(report.scenarios[1]);

    const text = tables(report);
    for (const part of [...NAMES, ...Object.values(JUDGES), 'Targets', 'false rollback %'])
      expect(text).toContain(part);
    expect(text).not.toMatch(/NaN|undefined/);
  });

  it('workers find what one core finds', async () => {
    const jobs = jobsOf('SCENARIO', 'A/A low', 'smoke', 4, 2);
    expect(jobs.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [2, 4],
    ]);
    const alone = await runJobs(jobs, 1, () => undefined);
    expect(await runJobs(jobs, 2, () => undefined)).toEqual(alone);
  });

  it.each([
    [['--help'], 0, /--runs N/],
    [['--runs', '0'], 1, /--runs: found 0; expected a whole number above 0/],
    [['--only', 'nothing like this'], 1, /--only: found nothing like this; expected part of a scenario's name/],
  ])('%j', (args, status, said) => {
    const {
      status: ended,
      stdout,
      stderr,
    } = spawnSync(process.execPath, ['bench/canary.ts', ...args], { encoding: 'utf8' });
    expect([ended, stdout + stderr]).toEqual([status, expect.stringMatching(said)]);
  });

  it('--json prints the report', () => {
    const args = ['bench/canary.ts', '--json', '--runs', '1', '--only', 'total failure low', '--jobs', '1'];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    const report = JSON.parse(stdout) as {
      runs: number;
      targets: unknown[];
      summary: { harmed: { rolledBack: number } }[];
    };
    expect([report.runs, report.summary[0]!.harmed.rolledBack]).toEqual([1, 100]);
    expect(report.targets.length).toBeGreaterThan(5);
  });
});
