import type { JudgeId } from './judges.ts';
import { type ExtendedResult, rowsOf, type ScenarioResult } from './report.ts';

export type Target = {
  readonly target: string;
  readonly figure: string;
  /** null: nothing was run that tells. */
  readonly met: boolean | null;
};

/** Largest share of healthy canaries rolled back, of harmed ones passed. */
const FALSE_ROLLBACK = 0.01;
const FALSE_PASS = 0.05;
/** Points of power below the oracle. */
const BELOW_ORACLE = 0.05;
/** A figure of so many runs is believed to be above a limit only by more than 3 standard errors. */
const ERRORS = 3;
const INCIDENT = /50x/;
/** Errors only: what the oracle is told of, at the effects that canary decisions turn on. */
const AGAINST_ORACLE = ['+0.5pp low', '+0.5pp med', 'x5 med', '+2pp low', '+2pp med'];
/** Canaries exactly at what is never to be passed: 0.5 % errors; p99 of 820 ms. */
const AT_LIMIT = ['x5 med', 'p99 x2 med', 'p99 x2 low'];

export function targetsOf(results: readonly ScenarioResult[], extended: readonly ExtendedResult[]): Target[] {
  const find = (name: string) => results.find((one) => one.name === name);
  const row = (name: string, judge: JudgeId = 'shipped') =>
    rowsOf(find(name)?.tallies ?? {}).find((one) => one.judge === judge);
  const atMost = (target: string, value: number | null | undefined, limit: number, unit: string): Target => ({
    target,
    figure: value === undefined ? 'not run' : value === null ? 'never' : `${Number(value.toFixed(1))} ${unit}`,
    met: value === undefined ? null : value !== null && value <= limit,
  });
  const families = results.filter(({ kind }) => kind === 'HEALTHY');
  return [
    ...families.map(({ name, tallies }) => {
      const { rolledBack, runs } = tallies.shipped!;
      const what = INCIDENT.test(name) ? 'a 50x incident changes nothing' : 'false rollback';
      return share(`1${INCIDENT.test(name) ? ', 3' : ''} ${what} <= 1 %: ${name}`, rolledBack, runs, FALSE_ROLLBACK);
    }),
    atMost('1 +2pp med: median <= 130 s', row('+2pp med')?.medianSec, 130, 's'),
    atMost('1 +2pp med: failed canary requests <= 8', row('+2pp med')?.meanFailed, 8, 'requests'),
    atMost('1 p99 x2 med: median <= 90 s', row('p99 x2 med')?.medianSec, 90, 's'),
    ...AGAINST_ORACLE.map((name) => againstOracle(name, find(name))),
    ...AT_LIMIT.flatMap((name) => {
      const tally = find(name)?.tallies.shipped;
      return tally ? [share(`4 false pass <= 5 %: ${name}`, tally.promoted, tally.runs, FALSE_PASS)] : [];
    }),
    ...extended
      .filter(({ name }) => AT_LIMIT.includes(name))
      .map(({ name, extended: { passed, runs } }) =>
        share(
          `4 false pass <= 5 % by 30 minutes: ${name}`,
          passed.reduce((sum, n) => sum + n, 0),
          runs,
          FALSE_PASS,
        ),
      ),
  ];
}

function share(target: string, count: number, runs: number, limit: number): Target {
  const allowed = limit + ERRORS * Math.sqrt((limit * (1 - limit)) / runs);
  return {
    target,
    figure: `${percent(count / runs)} (${count} of ${runs}; up to ${percent(allowed)} is chance)`,
    met: count / runs <= allowed,
  };
}

function againstOracle(name: string, result: ScenarioResult | undefined): Target {
  const target = `2 at most 5 points below the oracle: ${name}`;
  const [mine, its] = [result?.tallies.shipped?.caught, result?.tallies.oracle?.caught];
  if (!mine || !its) return { target, figure: 'not run', met: null };
  const only = (a: readonly boolean[], b: readonly boolean[]) => a.filter((one, i) => one && !b[i]).length;
  const [lost, won, runs] = [only(its, mine), only(mine, its), mine.length];
  const below = (lost - won) / runs;
  const error = Math.sqrt(Math.max(0, (lost + won) / runs - below ** 2) / runs);
  const power = (caught: readonly boolean[]) => percent(caught.filter(Boolean).length / runs);
  return {
    target,
    figure: `${power(mine)} v ${power(its)}, standard error of the difference ${percent(error)}`,
    met: below <= BELOW_ORACLE + ERRORS * error,
  };
}

function percent(part: number): string {
  return `${Number((100 * part).toFixed(2))} %`;
}
