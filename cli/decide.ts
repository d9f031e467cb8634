import type { Command } from 'commander';
import { profileSchema } from '../core/contracts/facts.ts';
import { decide } from '../core/decide/decide.ts';
import { compilePolicies } from '../core/policy/compile-policies.ts';
import { loadPolicies } from '../embedded/home/load-policies.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { json } from './print.ts';
import { readFacts } from './read-facts.ts';

export function registerDecide(program: Command): void {
  program
    .command('decide')
    .description(
      'decide on a file of facts and print the verdict as JSON, for programs; needs no home. Exit code 1 for REJECT',
    )
    .requiredOption('--facts <file>', 'facts as JSON, "-" for standard input')
    .option('--profile <name>', `instead of the profile in the facts: ${profileSchema.options.join(', ')}`)
    .option('--json', 'changes nothing: the verdict is always JSON')
    .addHelpText(
      'after',
      examples({ 'interlock decide --facts examples/facts.json --profile guarded': 'what another profile would say' }),
    )
    .action((options: { facts: string; profile?: string }) => {
      const verdict = decide(readFacts(options), compilePolicies(loadPolicies()));
      json(verdict);
      if (verdict.route === 'REJECT') process.exitCode = EXIT.NO;
    });
}
