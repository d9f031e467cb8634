import type { Command } from 'commander';
import { stopDataPlane } from '../embedded/deployer/stop-data-plane.ts';
import { EXIT } from './exit-codes.ts';
import { withHome } from './home-of.ts';
import { line } from './print.ts';

export function registerDown(program: Command): void {
  program
    .command('down')
    .description('stop the services that an "interlock up" left serving (--keep-services, or it was killed)')
    .action(async (_options: object, command: Command) =>
      withHome(command, async (home) => {
        if (home.engineIsRunning()) {
          line('"interlock up" is running: stop it instead (Ctrl-C).');
          process.exitCode = EXIT.NO;
          return;
        }
        const stopped = await stopDataPlane(home.paths.folder);
        line(stopped ? 'Services stopped.' : 'Nothing was serving.');
      }),
    );
}
