import { JUDGES } from './judges.ts';
import { type ExtendedResult, rowsOf, type ScenarioResult, type Summary } from './report.ts';
import { figure, table } from './table.ts';
import type { Target } from './targets.ts';

export type Report = {
  readonly seed: string;
  readonly runs: number;
  readonly seconds: number;
  readonly summary: readonly Summary[];
  readonly scenarios: readonly ScenarioResult[];
  readonly extended: readonly ExtendedResult[];
  readonly targets: readonly Target[];
};

export function print({ seed, runs, seconds, summary, scenarios, extended, targets }: Report): void {
  console.log(`${runs} canaries of each scenario, seed ${seed}; ${Math.round(seconds)} s\n`);
  console.log('Summary (harm: means over the scenarios of clear harm; seconds after its beginning)');
  console.log(
    table(
      [
        'judge',
        'false rollback %',
        'worst family %',
        'detected %',
        'median s',
        'failed',
        'escaped %',
        'inconclusive %',
      ],
      summary.map(({ judge, falseRollback, worst, harmed }) => [
        JUDGES[judge],
        figure(falseRollback, 2),
        worst ? `${figure(worst.percent)} ${worst.family}` : '-',
        figure(harmed?.rolledBack),
        figure(harmed?.medianSec, 0),
        figure(harmed?.meanFailed),
        figure(harmed?.escaped),
        figure(harmed?.inconclusive),
      ]),
    ),
  );
  for (const { name, kind, tallies } of scenarios) {
    console.log(`\n${name}${kind === 'HEALTHY' ? ' (a healthy canary: every rollback is false)' : ''}`);
    console.log(
      table(
        ['judge', 'rolled back %', 'before harm %', 'median s', 'failed', 'escaped %', 'inconclusive %'],
        rowsOf(tallies).map((row) => [
          JUDGES[row.judge],
          figure(row.rolledBack),
          figure(row.early),
          figure(row.medianSec, 0),
          figure(row.meanFailed),
          figure(row.escaped),
          figure(row.inconclusive),
        ]),
      ),
    );
  }
  if (extended.length > 0) printExtended(extended);
  console.log('\nTargets');
  console.log(
    table(
      ['target', 'figure', ''],
      targets.map(({ target, figure: found, met }) => [target, found, met === null ? '-' : met ? 'met' : 'MISSED']),
    ),
  );
}

function printExtended(extended: readonly ExtendedResult[]): void {
  console.log('\nInterlock, watched on while inconclusive: % passed by');
  console.log(
    table(
      ['scenario', '10 min', '20 min', '30 min', 'rolled back %'],
      extended.map(({ name, extended: { runs, passed, rolledBack } }) => [
        name,
        ...passed.map((_, i) => figure((100 * passed.slice(0, i + 1).reduce((sum, n) => sum + n, 0)) / runs)),
        figure((100 * rolledBack) / runs),
      ]),
    ),
  );
}
