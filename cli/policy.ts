import type { Command } from 'commander';
import { InvalidInput } from '../core/contracts/errors.ts';
import { loadPolicies } from '../embedded/home/load-policies.ts';
import { brokenLines, policyReport, type PolicyReport } from '../verify/policies/policy-report.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { json, line, safe } from './print.ts';

export function registerPolicy(program: Command): void {
  const policy = program.command('policy').description('the Cedar policies: check a folder of them before it is used');
  policy.exitOverride();
  policy.addHelpText('after', examples({ 'interlock policy check policies': 'before a change of them is committed' }));

  policy
    .command('check <folder>')
    .description(
      'compile a folder of policies as Interlock would, and prove that they keep every hard limit. Exit code 1 names each broken one',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples({
        'interlock policy check policies': 'before a change of them is committed',
        'interlock policy check my-policies --json': 'for a pipeline: {holds, limits}',
      }),
    )
    .action((folder: string, options: { json?: boolean }) => {
      const report = reportOrTrouble(loadPolicies(folder));
      if (typeof report === 'string') {
        process.exitCode = EXIT.NO;
        return options.json ? json({ holds: false, invalid: report }) : line(`INVALID  ${safe(report)}`);
      }
      const broken = report.limits.filter((limit) => limit.broken !== null);
      if (options.json) json({ holds: broken.length === 0, ...report });
      else {
        for (const limit of report.limits) {
          line(`${limit.broken === null ? 'holds ' : 'BROKEN'}  ${limit.limit}`);
          for (const text of brokenLines(limit)) line(`          ${safe(text)}`);
        }
        line(
          broken.length === 0
            ? `${report.policies} policies keep all ${report.limits.length} limits, for every request that can be made.`
            : `${report.policies} policies break ${broken.length} of ${report.limits.length} limits.`,
        );
      }
      if (broken.length > 0) process.exitCode = EXIT.NO;
    });
}

/** Or why these policies are not valid: that is an answer of a check, not a wrong use of it. */
function reportOrTrouble(files: Readonly<Record<string, string>>): PolicyReport | string {
  try {
    return policyReport(files);
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    throw error;
  }
}
