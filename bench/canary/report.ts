import { JUDGES, type JudgeId } from './judges.ts';
import type { Extended } from './run-extending.ts';
import type { Tallies } from './run-scenario.ts';
import type { Kind } from './scenario.ts';
import { median, type Tally } from './tally.ts';

export type ScenarioResult = { readonly name: string; readonly kind: Kind; readonly tallies: Tallies };
export type ExtendedResult = { readonly name: string; readonly extended: Extended };

/** Percents, seconds after the harm began, failed requests of a canary. */
export type Row = {
  readonly judge: JudgeId;
  readonly runs: number;
  readonly rolledBack: number;
  readonly early: number;
  readonly medianSec: number | null;
  readonly meanFailed: number;
  readonly escaped: number;
  readonly inconclusive: number;
};

export function rowsOf(tallies: Tallies): Row[] {
  return (Object.keys(JUDGES) as JudgeId[]).flatMap((judge) => {
    const tally = tallies[judge];
    return tally ? [rowOf(judge, tally)] : [];
  });
}

function rowOf(judge: JudgeId, tally: Tally): Row {
  const percent = (n: number) => (100 * n) / tally.runs;
  return {
    judge,
    runs: tally.runs,
    rolledBack: percent(tally.rolledBack),
    early: percent(tally.early),
    medianSec: median(tally.seconds),
    meanFailed: tally.failedServed / tally.runs,
    escaped: percent(tally.promoted),
    inconclusive: percent(tally.inconclusive),
  };
}

export type Summary = {
  readonly judge: JudgeId;
  /** Percent of all healthy canaries, and of the worst family. */
  readonly falseRollback: number | null;
  readonly worst: { readonly family: string; readonly percent: number } | null;
  /** Of all harmed canaries. */
  readonly harmed: Omit<Row, 'judge' | 'runs' | 'early'> | null;
};

/** Over all healthy families and all clear harms; scenarios of the kind BEYOND are in neither. The oracle is in none. */
export function summaryOf(results: readonly ScenarioResult[]): Summary[] {
  const of = (kind: Kind) =>
    results.filter((one) => one.kind === kind).map(({ name, tallies }) => ({ name, rows: rowsOf(tallies) }));
  const [healthy, harms] = [of('HEALTHY'), of('HARM')];
  return (Object.keys(JUDGES) as JudgeId[])
    .filter((judge) => judge !== 'oracle')
    .map((judge) => {
      const mine = (list: typeof healthy) =>
        list.map(({ name, rows }) => ({ name, row: rows.find((row) => row.judge === judge)! }));
      const [calm, harmed] = [mine(healthy), mine(harms)];
      const worst = calm.toSorted((a, b) => b.row.rolledBack - a.row.rolledBack)[0];
      const mean = (pick: (row: Row) => number) => harmed.reduce((sum, { row }) => sum + pick(row), 0) / harmed.length;
      const seconds = harmed.flatMap(({ row }) => row.medianSec ?? []);
      return {
        judge,
        falseRollback: calm.length > 0 ? calm.reduce((sum, { row }) => sum + row.rolledBack, 0) / calm.length : null,
        worst: worst ? { family: worst.name, percent: worst.row.rolledBack } : null,
        harmed:
          harmed.length === 0
            ? null
            : {
                rolledBack: mean((row) => row.rolledBack),
                medianSec: median(seconds),
                meanFailed: mean((row) => row.meanFailed),
                escaped: mean((row) => row.escaped),
                inconclusive: mean((row) => row.inconclusive),
              },
      };
    });
}
