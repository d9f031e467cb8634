import { Argument, type Command } from 'commander';
import { InvalidInput } from '../core/contracts/errors.ts';
import type { ServiceName } from '../core/contracts/ids.ts';
import { examples } from './examples.ts';
import { withHome } from './home-of.ts';
import type { Home } from './home.ts';
import { json, line } from './print.ts';
import { required } from './required.ts';

type Options = { readonly service?: string; readonly as?: string; readonly reason?: string; readonly json?: boolean };

export function registerKill(program: Command): void {
  program
    .command('kill')
    .description('kill switch: while it is on, nothing is deployed and shifts under way give their traffic back')
    .addArgument(new Argument('<state>').choices(['on', 'off']))
    .option('--service <name>', 'only this service (default: all)')
    .option('--as <who>', 'who you are (default: your login; in AWS never, your credentials say it)')
    .option('--reason <text>', 'why; kept and shown')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples({
        'interlock kill on --reason "checkout is down"': 'stop everything now',
        'interlock kill off --reason "mended"': '',
        'interlock kill on --service shop --reason TEXT': 'one service only',
      }),
    )
    .action(async (state: 'on' | 'off', options: Options, command: Command) =>
      withHome(
        command,
        async (home) => {
          const reason = required(options.reason, '--reason', 'why');
          const scope = options.service === undefined ? '*' : await known(home, options.service);
          const killed = await home.operations.kill({ scope, on: state === 'on', reason, as: options.as });
          if (options.json) json(killed);
          else line(`Kill switch for ${scope === '*' ? 'every service' : scope}: ${state}`);
        },
        { evenIfConfigIsBad: true },
      ),
    );
}

/** A service of the config; the switch for all of them needs no config. */
async function known(home: Home, service: string): Promise<ServiceName> {
  const names = Object.keys((await home.ports.settings.current()).config.services);
  if (names.includes(service)) return service as ServiceName;
  throw new InvalidInput(`--service: found "${service}"; expected one of ${names.join(', ')}`);
}
