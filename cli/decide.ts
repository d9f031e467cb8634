import type { Command } from 'commander';
import { configProblems } from '../core/contracts/config-error.ts';
import { InvalidInput } from '../core/contracts/errors.ts';
import { factsSchema, profileSchema } from '../core/contracts/facts.ts';
import { decide } from '../core/decide/decide.ts';
import { compilePolicies } from '../core/policy/compile-policies.ts';
import { loadPolicies } from '../embedded/home/load-policies.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { json } from './print.ts';
import { readJson } from './read-json.ts';

export function registerDecide(program: Command): void {
  program
    .command('decide')
    .description('decide on a file of facts and print the verdict as JSON; needs no home. Exit code 1 for REJECT')
    .requiredOption('--facts <file>', 'facts as JSON, "-" for standard input')
    .option('--profile <name>', `instead of the profile in the facts: ${profileSchema.options.join(', ')}`)
    .option('--json', 'changes nothing: the verdict is always JSON')
    .addHelpText(
      'after',
      examples({ 'interlock decide --facts examples/facts.json --profile guarded': 'what another profile would say' }),
    )
    .action((options: { facts: string; profile?: string }) => {
      const input = readJson(options.facts, '--facts');
      const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
      const withProfile = isObject && options.profile !== undefined ? { ...input, profile: options.profile } : input;
      const parsed = factsSchema.safeParse(withProfile);
      if (!parsed.success)
        throw new InvalidInput(
          `--facts: ${options.facts} is not valid:\n  ${configProblems(parsed.error, withProfile).join('\n  ')}`,
        );
      const verdict = decide(parsed.data, compilePolicies(loadPolicies()));
      json(verdict);
      if (verdict.route === 'REJECT') process.exitCode = EXIT.NO;
    });
}
