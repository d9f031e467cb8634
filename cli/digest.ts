import type { Command } from 'commander';
import { hostedDigest } from '../embedded/vcs/hosted-digest.ts';
import { resolveRef } from '../embedded/vcs/resolve-ref.ts';
import { examples } from './examples.ts';
import { json, line } from './print.ts';

type Options = { readonly repo: string; readonly json?: boolean };

export function registerDigest(program: Command): void {
  program
    .command('digest [ref]')
    .description('print the commit that a ref names and the digest of its files, as GuardedFunction is told of both')
    .option('--repo <path>', 'the repository', '.')
    .option('--json', 'print JSON')
    .addHelpText('after', examples({ 'interlock digest': 'of HEAD', 'interlock digest v1 --repo ../shop': '' }))
    .action(async (ref: string | undefined, { repo, json: asJson }: Options) => {
      const commit = await resolveRef(repo, ref ?? 'HEAD');
      const digest = await hostedDigest(repo, commit);
      if (asJson) json({ commit, digest });
      else line(`commit  ${commit}\ndigest  ${digest}`);
    });
}
