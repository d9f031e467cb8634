import { InvalidArgumentError, type Command } from 'commander';
import { budgetReport } from '../core/budget/budget-report.ts';
import { riskReport } from '../core/budget/risk-report.ts';
import { auditRecordSchema, type AuditRecord } from '../core/contracts/audit-record.ts';
import { monthSchema } from '../core/contracts/budget.ts';
import { Terminal } from '../core/contracts/errors.ts';
import { monthOf } from '../core/budget/books.ts';
import { parseJson } from '../lambdas/adapters/parse-json.ts';
import { budgetTable, riskTable, runTable } from './budget-tables.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { findRelease } from './find-release.ts';
import { withHome } from './home-of.ts';
import type { Home } from './home.ts';
import { json, line } from './print.ts';

type Options = {
  readonly month?: string;
  readonly release?: string;
  readonly risk?: boolean;
  readonly json?: boolean;
};

export function registerBudget(program: Command): void {
  program
    .command('budget')
    .description('what a month, or a release, has spent of its budgets. Exit code 1: nothing is left of one of them')
    .option('--month <month>', 'as YYYY-MM, in UTC (default: the present one)', parseMonth)
    .option('--release <id>', 'what one release took, use by use')
    .option('--risk', 'the ledger of delegation risk in place of spending')
    .option('--json', 'print JSON; money in millionths of a dollar')
    .addHelpText(
      'after',
      examples({ 'interlock budget': 'spending', 'interlock budget --risk': 'harm that components let through' }),
    )
    .action(async (options: Options, command: Command) =>
      withHome(command, (home) => print(home, options), { evenIfConfigIsBad: true }),
    );
}

async function print(home: Home, { month, release, risk, json: asJson }: Options): Promise<void> {
  if (release !== undefined) {
    const { releaseId } = await findRelease(home.ports.releases, release);
    const run = await home.ports.budgets.run(releaseId);
    if (asJson) json({ releaseId, ...run });
    else line(runTable(releaseId, run));
    return;
  }
  const wanted = month ?? monthOf(new Date(home.clock.now()).toISOString());
  const { budgets } = (await home.ports.settings.current()).config;
  const report = risk
    ? riskReport(await allRecords(home), wanted, budgets)
    : budgetReport(await home.ports.budgets.month(wanted), budgets, await endedIn(home, wanted));
  if (asJson) json(report);
  else line('perRelease' in report ? budgetTable(report) : riskTable(report));
  if (report.exhausted) process.exitCode = EXIT.NO;
}

async function allRecords(home: Home): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const text of home.auditLines()) {
    const record = auditRecordSchema.safeParse(parseJson(text));
    if (!record.success) throw new Terminal('an audit record is not readable: "interlock audit verify" names it');
    records.push(record.data);
  }
  return records;
}

/** More than five approvers can have approved in a month; what is older is not looked at. */
const NEWEST = 2000;

async function endedIn(home: Home, month: string): Promise<number> {
  const closed = await home.ports.releases.list({ status: 'CLOSED', limit: NEWEST });
  return closed.filter(({ closedAt }) => closedAt !== null && monthOf(closedAt) === month).length;
}

function parseMonth(text: string): string {
  if (!monthSchema.safeParse(text).success) throw new InvalidArgumentError('expected a month as YYYY-MM');
  return text;
}
