import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { InvalidInput } from '../core/contracts/errors.ts';
import { loadConfig } from '../embedded/home/load-config.ts';
import { resolveRef } from '../embedded/vcs/resolve-ref.ts';
import { examples } from './examples.ts';
import { gitSays } from './git-says.ts';
import { guessProject } from './guess-project.ts';
import { initTemplate } from './init-template.ts';
import { json, line } from './print.ts';
import type { GlobalOptions } from './target-of.ts';

type Options = { readonly repo: string; readonly force?: boolean; readonly port: number; readonly json?: boolean };

export function registerInit(program: Command): void {
  program
    .command('init')
    .description('write a commented interlock.yaml for a service in a git repository')
    .option('--repo <path>', "the service's repository", '.')
    .option('--port <n>', 'port at which users reach the service', parsePort, 8080)
    .option('--force', 'replace a config that is there')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples({
        'cd my-service && interlock init': 'beside the code',
        'interlock init --repo ../my-service --port 3000': 'in a folder of its own',
      }),
    )
    .action(async (options: Options, command: Command) => {
      const { config, target } = command.optsWithGlobals<GlobalOptions>();
      if (target === 'aws')
        throw new InvalidInput(
          "init: writes a config for this machine's home; for AWS, see docs/deploy-aws.md and copy examples/interlock.yaml",
        );
      const file = path.resolve(config);
      if (existsSync(file) && options.force !== true) throw new InvalidInput(`${file} exists; --force replaces it`);
      const repository = path.resolve(options.repo);
      const branch = await branchOf(repository, options.repo);
      const project = guessProject(repository);
      const approver = approverOf(gitSays(repository, 'config', '--get', 'user.email'));
      write(file, initTemplate({ file, repository, branch, port: options.port, approver, project }));
      const services = Object.keys(loadConfig(file).services);
      if (options.json) return json({ config: file, services, start: project.start, approver: approver.id });
      line(`Wrote ${file}.`);
      line('Look through it:');
      line(
        project.found
          ? `- start is "${project.start}": it has to serve HTTP on $PORT and answer /health with 200.`
          : `- start is "${project.start}", which is not there: put in the command that serves HTTP on $PORT.`,
      );
      line(`- approvers has only you (${approver.id}). Nobody may approve what they wrote: add somebody else.`);
      line('Then run: interlock up');
    });
}

/** The branch whose newest commit serves first: the main one, else where we are. InvalidInput when there is no commit. */
async function branchOf(repository: string, shown: string): Promise<string> {
  if (!existsSync(path.join(repository, '.git')))
    throw new InvalidInput(
      `--repo: found "${shown}" (${repository}); expected the top folder of a git repository ("git init" makes one)`,
    );
  await resolveRef(repository, 'HEAD').catch((error: unknown) => {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(`--repo: ${repository} has no commit yet; expected one, which serves first`);
  });
  const usual = ['main', 'master'].find((name) => gitSays(repository, 'rev-parse', '--verify', `refs/heads/${name}`));
  return usual ?? (gitSays(repository, 'symbolic-ref', '--quiet', '--short', 'HEAD') || 'HEAD');
}

/** The one who runs init; to be replaced by those who really approve. */
function approverOf(mail: string): { id: string; email: string } {
  const email = /^[^@\s"]+@[^@\s"]+\.[^@\s"]+$/.test(mail) ? mail : 'approver@example.com';
  return { id: email.split('@')[0] ?? 'approver', email };
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new InvalidInput(`--config: cannot write ${file} (${code})`, { cause: error });
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new InvalidArgumentError('expected a port from 1 to 65535');
  return port;
}
