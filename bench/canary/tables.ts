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

/** As tables. */
export function tables({ seed, runs, seconds, summary, scenarios, extended, targets }: Report): string {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  say(`${runs} canaries of each scenario, seed ${seed}; ${Math.round(seconds)} s\n`);
  say('Summary (harm: means over the scenarios of clear harm; seconds after its beginning)');
  say(
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
    say(`\n${name}${kind === 'HEALTHY' ? ' (a healthy canary: every rollback is false)' : ''}`);
    say(
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
  if (extended.length > 0) say(extendedTable(extended));
  say('\nTargets');
  say(
    table(
      ['target', 'figure', ''],
      targets.map(({ target, figure: found, met }) => [target, found, met === null ? '-' : met ? 'met' : 'MISSED']),
    ),
  );
  return lines.join('\n');
}

function extendedTable(extended: readonly ExtendedResult[]): string {
  return (
    '\nInterlock, watched on while inconclusive: % passed by\n' +
    table(
      ['scenario', '10 min', '20 min', '30 min', 'rolled back %'],
      extended.map(({ name, extended: { runs, passed, rolledBack } }) => [
        name,
        ...passed.map((_, i) => figure((100 * passed.slice(0, i + 1).reduce((sum, n) => sum + n, 0)) / runs)),
        figure((100 * rolledBack) / runs),
      ]),
    )
  );
}
