import { userInfo } from 'node:os';
import { Argument, type Command } from 'commander';
import { InvalidInput } from '../core/contracts/errors.ts';
import { serviceNameSchema } from '../core/contracts/ids.ts';
import { withHome } from './home-of.ts';
import { json, line } from './print.ts';

type Options = { readonly service?: string; readonly as?: string; readonly reason?: string; readonly json?: boolean };

export function registerKill(program: Command): void {
  program
    .command('kill')
    .description('kill switch: while it is on, nothing is deployed and shifts under way give their traffic back')
    .addArgument(new Argument('<state>').choices(['on', 'off']))
    .option('--service <name>', 'only this service (default: all)')
    .option('--as <who>', 'who you are')
    .option('--reason <text>', 'why; kept and shown')
    .option('--json', 'print JSON')
    .action(async (state: 'on' | 'off', options: Options, command: Command) =>
      withHome(command, async (home) => {
        if (options.reason === undefined || options.reason.trim() === '')
          throw new InvalidInput('--reason: found nothing; expected why');
        const { config } = await home.ports.settings.current();
        const scope = options.service === undefined ? '*' : serviceNameSchema.parse(options.service);
        if (scope !== '*' && config.services[scope] === undefined)
          throw new InvalidInput(
            `--service: found "${scope}"; expected one of ${Object.keys(config.services).join(', ')}`,
          );
        const by = options.as ?? userInfo().username;
        await home.ports.controls.setKillSwitch(scope, state === 'on', by, options.reason);
        if (options.json) json({ scope, state, by, reason: options.reason });
        else line(`Kill switch for ${scope === '*' ? 'every service' : scope}: ${state}`);
      }),
    );
}
