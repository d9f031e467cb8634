import type { Command } from 'commander';
import { stopDataPlane } from '../embedded/deployer/stop-data-plane.ts';
import { EXIT } from './exit-codes.ts';
import { withEmbeddedHome } from './embedded/with-embedded-home.ts';
import { json, line } from './print.ts';

export function registerDown(program: Command): void {
  program
    .command('down')
    .description(
      'stop the services that an "interlock up" left serving (--keep-services, or it was killed). Exit code 1 while one runs',
    )
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }, command: Command) =>
      withEmbeddedHome(command, 'There the services are your own functions.', async (home) => {
        const running = home.engineIsRunning();
        const stopped = !running && (await stopDataPlane(home.paths.folder));
        if (options.json) json({ stopped, engineRunning: running });
        else if (running) line('"interlock up" is running: stop it instead (Ctrl-C).');
        else line(stopped ? 'Services stopped.' : 'Nothing was serving.');
        if (running) process.exitCode = EXIT.NO;
      }),
    );
}
