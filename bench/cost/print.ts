import { CALL_MS, COLD_START_CPU_MS } from './allowances.ts';
import type { Bill, stepsOf } from './bill.ts';
import type { Month } from './month.ts';
import { PRICES } from './prices.ts';
import type { Report } from './report.ts';

const dollars = (n: number) => `$${n.toFixed(5)}`;
const whole = (n: number) => String(Math.round(n));

/** The tables as a person reads them. */
export function print(report: Report): void {
  console.log(
    'One change, us-east-1, no free tiers. Orchestration: state transitions, Lambda, DynamoDB, S3, events, schedules.\n',
  );
  table(
    ['path', 'states', 'looks', 'calls', 'GB s', 'WRU', 'RRU', 'S3', 'orchestration', 'metrics, mails', 'sum'],
    report.paths.map(({ name, bill }) => [name, ...figures(bill)]),
  );
  const { deployed } = report;
  console.log('\nOf the deployed path');
  table(
    ['for', 'dollars', 'share'],
    Object.entries(deployed.orchestration).map(([what, cost]) => [
      what,
      dollars(cost),
      `${whole((100 * cost) / deployed.orchestrationSum)} %`,
    ]),
  );
  console.log('\nFunctions on the deployed path');
  table(['function', 'times', 'MB', 'cpu ms', 'calls', 'billed ms'], report.steps.map(stepRow));
  console.log('\nA month with one service');
  table(['for', 'idle', `${report.changes} changes`], monthRows(report.idle, report.busy));
  const waits = Object.entries(CALL_MS).map(([service, ms]) => `${service} ${ms}`);
  console.log(`
Counted: states on the graph of the template, calls of the real steps and adapters on services in memory.
Measured here: cpu ms (median of one run after a warm-up, with what the doubles of the services take; billed at the
  function's share of a processor).
Assumed: ms of waiting for a call (${waits.join(', ')});
  one cold start of ${COLD_START_CPU_MS} ms of processor for each function.
Not in it: gate builds, the model's tokens, log ingestion, traces, HTTP requests of page and webhook.
`);
  console.log(report.verdict);
}

function figures({ counts: c, orchestrationSum, besideSum }: Bill): string[] {
  return [
    ...[c.transitions, c.looks, c.invocations].map(whole),
    c.gbSeconds.toFixed(1),
    ...[c.writeUnits, c.readUnits, c.s3Puts + c.s3Gets].map(whole),
    ...[orchestrationSum, besideSum, orchestrationSum + besideSum].map(dollars),
  ];
}

const stepRow = ({ step, times, memoryMb, cpuMs, calls, billedMs }: ReturnType<typeof stepsOf>[number]) => [
  step,
  whole(times),
  whole(memoryMb),
  cpuMs.toFixed(1),
  calls.toFixed(1),
  whole(billedMs),
];

const monthRows = (idle: Month, busy: Month) => {
  const row = (what: string, a: number, b: number) => [what, `$${a.toFixed(2)}`, `$${b.toFixed(2)}`];
  const keys = Object.keys(idle) as (keyof Month)[];
  const sum = (month: Month) => keys.reduce((all, key) => all + month[key], 0);
  return [...keys.map((key) => row(key, idle[key], busy[key])), row('sum', sum(idle), sum(busy))];
};

function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const width = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(width[i]!) : cell.padStart(width[i]!))).join('  ');
  for (const cells of [head, width.map((n) => '-'.repeat(n)), ...rows]) console.log(line(cells));
}

/** Whether the target holds and, if not, by how much and for what. */
export function verdictOf({ orchestrationSum, counts }: Bill, target: number): string {
  const looks = 3 * counts.looks * PRICES.transition;
  const spent = `deployed: orchestration ${dollars(orchestrationSum)}, target ${dollars(target)}`;
  return orchestrationSum <= target
    ? `${spent}: kept`
    : `${spent}: over by ${dollars(orchestrationSum - target)}. ` +
        `${counts.looks} looks of three states each (wait, look, choose) are ${dollars(looks)} of it.`;
}
