import type { Command } from 'commander';
import type { ServiceConfig } from '../core/contracts/config-service.ts';
import { InvalidInput } from '../core/contracts/errors.ts';
import type { ServiceName } from '../core/contracts/ids.ts';
import { localChange } from '../embedded/vcs/local-change.ts';
import { approverTrouble } from './approver-trouble.ts';
import { examples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { withHome } from './home-of.ts';
import { line, safe } from './print.ts';
import { sendSubmission } from './send-submission.ts';
import { follow } from './watch.ts';

type Options = {
  readonly repo?: string;
  readonly base?: string;
  readonly head: string;
  readonly service?: string;
  readonly title?: string;
  readonly as?: string;
  readonly wait?: boolean;
  readonly json?: boolean;
};

export function registerSubmit(program: Command): void {
  program
    .command('submit')
    .description(
      'submit a change: the commits base..head of a git repository. Exit code 1 when this head had its release before',
    )
    .option('--repo <path>', "the repository (default: the service's in the config; in AWS the clone you are in)")
    .option('--base <ref>', "what the change starts from (default: the service's initialRef, or main)")
    .option('--head <ref>', 'branch or commit to release; only what is committed counts', 'HEAD')
    .option('--service <name>', 'the service (may be left out when the config has only one)')
    .option('--title <text>', "default: the head commit's subject")
    .option('--as <who>', 'who submits (not in AWS); anything but your own login is recorded as not authenticated')
    .option('--wait', 'follow the release to its end; exit code 1 unless it is DEPLOYED')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples({
        'interlock submit': 'the branch you are on',
        'interlock submit --head faster-search --wait': 'a branch by name; stay to the end',
        'interlock submit --service shop --base v1 --head v2': 'everything, spelled out',
      }),
    )
    .action(async (options: Options, command: Command) =>
      withHome(command, async (home) => {
        const { config } = await home.ports.settings.current();
        const [service, configured] = serviceOf(config.services, options.service);
        const folder = await home.cloneOf(configured, options.repo);
        const change = await localChange(folder, {
          base: options.base ?? (configured.initialRef === 'HEAD' ? 'main' : configured.initialRef),
          ...{ head: options.head, title: options.title },
        });
        const by = await home.operations.whoAmI(options.as);
        const trouble = await approverTrouble(change, by, folder, configured.approvers ?? config.approvers);
        if (trouble !== null) process.stderr.write(`interlock: warning: ${safe(trouble)}\n`);
        const { releaseId, before, engineRunning } = await sendSubmission(home, change, service, by);
        if (options.json) line(JSON.stringify({ releaseId, head: change.head, service, before, engineRunning }));
        else {
          line(`${releaseId}  ${change.head.slice(0, 12)}  ${service}`);
          if (before?.outcome)
            line(`This head had its release before: ${before.outcome}. Commit something to submit it again.`);
          else if (!engineRunning) line('No engine is running: it starts when "interlock up" runs.');
          else if (!options.wait) line(`Follow it with: interlock watch ${releaseId}`);
        }
        if (options.wait) process.exitCode = (await follow(home, releaseId, options.json === true)) ? EXIT.OK : EXIT.NO;
        else if (before?.outcome) process.exitCode = EXIT.NO;
      }),
    );
}

function serviceOf(services: Readonly<Record<string, ServiceConfig>>, wanted?: string): [ServiceName, ServiceConfig] {
  const names = Object.keys(services);
  const name = wanted ?? (names.length === 1 ? names[0] : undefined);
  const service = name !== undefined && names.includes(name) ? services[name] : undefined;
  if (name !== undefined && service !== undefined) return [name as ServiceName, service];
  throw new InvalidInput(
    `--service: found ${name === undefined ? 'nothing' : `"${name}"`}; expected one of the config's services (${names.join(', ')})`,
  );
}
