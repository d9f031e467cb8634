import { billOf, stepsOf } from './cost/bill.ts';
import { janitorRound } from './cost/janitor-round.ts';
import { monthOf } from './cost/month.ts';
import { PATHS } from './cost/paths.ts';
import { print, verdictOf } from './cost/print.ts';
import type { Report } from './cost/report.ts';
import { runPath } from './cost/run-path.ts';
import { fromTemplate } from './cost/template.ts';

/** Dollars of orchestration for one change that is deployed. */
const TARGET = 0.004;
const CHANGES = 1000;

const template = fromTemplate();
const whole = PATHS.at(-1)!;
// What is compiled on the first way is not billed on the second.
await runPath(whole, template.machines);
const walked = [];
for (const path of PATHS) walked.push({ name: path.name, ...(await runPath(path, template.machines)) });
const paths = walked.map((one) => ({ name: one.name, bill: billOf(one, template.memory) }));
const deployed = paths.at(-1)!.bill;
const round = billOf({ transitions: new Map(), invocations: [await janitorRound()] }, template.memory);
const report: Report = {
  targetDollars: TARGET,
  paths,
  deployed,
  steps: stepsOf(walked.at(-1)!.invocations, template.memory),
  changes: CHANGES,
  idle: monthOf(template, round, deployed, 0),
  busy: monthOf(template, round, deployed, CHANGES),
  verdict: verdictOf(deployed, TARGET),
};
if (process.argv.includes('--json')) console.log(JSON.stringify(report, null, 2));
else print(report);
