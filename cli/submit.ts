import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { InvalidInput } from '../core/contracts/errors.ts';
import { submissionOf } from '../embedded/vcs/submission-of.ts';
import { EXIT } from './exit-codes.ts';
import { withHome } from './home-of.ts';
import { json, line } from './print.ts';
import { follow } from './watch.ts';

type Options = {
  readonly repo?: string;
  readonly base: string;
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
    .description('submit a change: the commits base..head of a git repository')
    .option('--repo <path>', "the repository (default: the service's in the config)")
    .option('--base <ref>', 'what the change starts from', 'main')
    .option('--head <ref>', 'branch or commit to release', 'HEAD')
    .option('--service <name>', 'the service (may be left out when the config has only one)')
    .option('--title <text>', "default: the head commit's subject")
    .option('--as <who>', 'who submits; anything but your own login is recorded as not authenticated')
    .option('--wait', 'follow the release to its end; exit code 1 unless it is DEPLOYED')
    .option('--json', 'print JSON')
    .action(async (options: Options, command: Command) => {
      await withHome(command, async (home) => {
        const { config } = await home.ports.settings.current();
        const service = options.service ?? onlyService(Object.keys(config.services));
        const configured = config.services[service as keyof typeof config.services];
        if (configured === undefined)
          throw new InvalidInput(
            `--service: found "${service}"; expected one of the config's services (${Object.keys(config.services).join(', ')})`,
          );
        const login = userInfo().username;
        const event = await submissionOf({
          repository: options.repo ?? configured.repository,
          configuredRepository: configured.repository,
          base: options.base,
          head: options.head,
          service,
          title: options.title,
          submittedBy: { id: options.as ?? login, kind: 'PERSON', authenticated: (options.as ?? login) === login },
          at: home.clock.now(),
        });
        const { releaseId } = (await home.steps.intake(event)) as { releaseId: string };
        const serving = home.engineIsRunning();
        if (options.json) json({ releaseId, head: event.head, service, engineRunning: serving });
        else {
          line(`${releaseId}  ${event.head.slice(0, 12)}  ${service}`);
          if (!serving) line('No engine is running: it starts when "interlock up" runs.');
          else if (!options.wait) line(`Follow it with: interlock watch ${releaseId}`);
        }
        if (options.wait) process.exitCode = (await follow(home, releaseId, options.json === true)) ? EXIT.OK : EXIT.NO;
      });
    });
}

function onlyService(names: readonly string[]): string {
  if (names.length === 1 && names[0] !== undefined) return names[0];
  throw new InvalidInput(`--service: found nothing; expected one of ${names.join(', ')}`);
}
