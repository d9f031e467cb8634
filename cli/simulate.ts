import type { Command } from 'commander';
import { styleText } from 'node:util';
import { profileSchema } from '../core/contracts/facts.ts';
import { decide } from '../core/decide/decide.ts';
import { compilePolicies } from '../core/policy/compile-policies.ts';
import { loadPolicies } from '../embedded/home/load-policies.ts';
import { examples } from './examples.ts';
import { json, line } from './print.ts';
import { readFacts } from './read-facts.ts';
import { verdictAsText } from './verdict-as-text.ts';

type Options = { readonly facts: string; readonly profile?: string; readonly json?: boolean; readonly color: boolean };

export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .description(
      'show what would be decided on a file of facts, and the tree of reasons; needs no home. Exit code 0 for every verdict',
    )
    .requiredOption('--facts <file>', 'facts as JSON, "-" for standard input')
    .option('--profile <name>', `instead of the profile in the facts: ${profileSchema.options.join(', ')}`)
    .option('--json', 'print the verdict as JSON, as "interlock decide" does')
    .option('--no-color', 'no colours; the marks say the same. There are none either where NO_COLOR is set')
    .addHelpText(
      'after',
      examples({
        'interlock simulate --facts examples/facts.json': 'the verdict and why',
        'interlock simulate --facts examples/facts.json --profile autonomous': 'what another profile would say',
      }),
    )
    .action((options: Options) => {
      const verdict = decide(readFacts(options), compilePolicies(loadPolicies()));
      if (options.json) return json(verdict);
      line(verdictAsText(verdict, { colour: options.color && terminalHasColours() }));
    });
}

/** Node knows: a terminal, and neither NO_COLOR nor its like. */
const terminalHasColours = (): boolean => styleText('red', '-', { stream: process.stdout }) !== '-';
