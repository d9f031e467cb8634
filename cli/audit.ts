import { readFileSync, writeFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { deploymentsOf } from '../core/audit/projection.ts';
import { verifyExport } from '../core/audit/verify-export.ts';
import { auditRecordSchema } from '../core/contracts/audit-record.ts';
import { InvalidInput, Terminal } from '../core/contracts/errors.ts';
import { parseJson } from '../lambdas/adapters/parse-json.ts';
import { allLines } from './all-lines.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { findRelease } from './find-release.ts';
import { withHome } from './home-of.ts';
import { json, line, safe } from './print.ts';

export function registerAudit(program: Command): void {
  const audit = program.command('audit').description('the insert-only record: show, verify, export');
  audit.exitOverride();
  audit.addHelpText(
    'after',
    examples({
      'interlock audit show last': '',
      'interlock audit export --out audit.jsonl': '',
      'interlock audit verify audit.jsonl': 'on any machine; needs no home',
    }),
  );

  audit
    .command('show <release>')
    .description('print every record of a release')
    .option('--json', 'print JSON')
    .action(async (id: string, options: { json?: boolean }, command: Command) =>
      withHome(
        command,
        async (home) => {
          const release = await findRelease(home.ports.releases, id);
          const records = await home.ports.auditLog.records(release.releaseId);
          if (options.json) return json(records);
          for (const r of records) {
            line(
              `${String(r.seq).padStart(3)}  ${r.at}  ${r.event.padEnd(18)} ${safe(r.actor.id)}  ${r.hash.slice(7, 19)}`,
            );
            line(`     ${safe(r.rationale)}`);
            line(`     ${safe(JSON.stringify(r.payload)).slice(0, 300)}`);
          }
        },
        { evenIfConfigIsBad: true },
      ),
    );

  audit
    .command('verify [file]')
    .description("verify an export, or this home's own log when no file is named. Exit code 1 names each wrong record")
    .option('--json', 'print JSON')
    .action(async (file: string | undefined, options: { json?: boolean }, command: Command) => {
      const content =
        file === undefined
          ? await withHome(command, async (home) => (await allLines(home.auditLines())).join(''), {
              evenIfConfigIsBad: true,
            })
          : read(file);
      const result = verifyExport(content);
      if (options.json) json(result);
      else {
        for (const problem of result.problems)
          line(`line ${problem.line}: ${safe(problem.releaseId ?? '')} record ${problem.seq}: ${safe(problem.what)}`);
        line(`${result.checked} records of ${result.releases} releases checked, ${result.problems.length} problems`);
        line(result.note);
      }
      if (result.problems.length > 0) process.exitCode = EXIT.NO;
    });

  audit
    .command('export')
    .description('write the log as JSON Lines, one record a line, for "audit verify" anywhere')
    .option('--release <id>', 'only this release')
    .option('--out <file>', 'instead of standard output')
    .addOption(
      new Option('--format <name>', 'every record, or one summary a release')
        .choices(['records', 'deployments'])
        .default('records'),
    )
    .action(async ({ release, out, format }: ExportOptions, command: Command) =>
      withHome(
        command,
        async (home) => {
          const only = release === undefined ? [] : [(await findRelease(home.ports.releases, release)).releaseId];
          const lines = await allLines(home.auditLines(...only));
          const text = format === 'records' ? lines.join('') : summaries(lines);
          if (out === undefined) return void process.stdout.write(text);
          write(out, text);
          line(`${lines.length} records written to ${out}`);
        },
        { evenIfConfigIsBad: true },
      ),
    );
}

type ExportOptions = { readonly release?: string; readonly out?: string; readonly format: 'records' | 'deployments' };

/** One line of JSON for each release. */
function summaries(lines: readonly string[]): string {
  const records = lines.map((text) => {
    const record = auditRecordSchema.safeParse(parseJson(text));
    if (!record.success) throw new Terminal('an audit record is not readable: "interlock audit verify" names it');
    return record.data;
  });
  return deploymentsOf(records)
    .map((d) => `${JSON.stringify(d)}\n`)
    .join('');
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new InvalidInput(`--out: cannot write ${file} (${code})`, { cause: error });
  }
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new InvalidInput(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`, {
      cause: error,
    });
  }
}
