import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { deploymentsOf } from '../core/audit/projection.ts';
import { exportLines } from '../core/audit/export-lines.ts';
import { verifyExport } from '../core/audit/verify-export.ts';
import { InvalidInput } from '../core/contracts/errors.ts';
import { EXIT } from './exit-codes.ts';
import { findRelease } from './find-release.ts';
import { withHome } from './home-of.ts';
import { json, line, safe } from './print.ts';

export function registerAudit(program: Command): void {
  const audit = program.command('audit').description('the insert-only record: show, verify, export');
  audit.exitOverride();

  audit
    .command('show <release>')
    .description('print every record of a release')
    .option('--json', 'print JSON')
    .action(async (id: string, options: { json?: boolean }, command: Command) =>
      withHome(command, async (home) => {
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
      }),
    );

  audit
    .command('verify [file]')
    .description("verify an export, or this home's own log when no file is named. Exit code 1 names each wrong record")
    .option('--json', 'print JSON')
    .action(async (file: string | undefined, options: { json?: boolean }, command: Command) => {
      const content =
        file === undefined ? await withHome(command, async (home) => [...home.auditLines()].join('')) : read(file);
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
    .option('--format <name>', 'records, or deployments: one summary a release', 'records')
    .action(async (options: { release?: string; out?: string; format: string }, command: Command) =>
      withHome(command, async (home) => {
        if (options.format !== 'records' && options.format !== 'deployments')
          throw new InvalidInput(`--format: found "${options.format}"; expected records or deployments`);
        const only =
          options.release === undefined ? null : (await findRelease(home.ports.releases, options.release)).releaseId;
        const records = [...home.auditRecords()].filter((r) => only === null || r.releaseId === only);
        const text =
          options.format === 'records'
            ? exportLines(records)
            : deploymentsOf(records)
                .map((d) => JSON.stringify(d) + '\n')
                .join('');
        if (options.out === undefined) process.stdout.write(text);
        else writeFileSync(options.out, text);
        if (options.out !== undefined) line(`${records.length} records written to ${options.out}`);
      }),
    );
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
