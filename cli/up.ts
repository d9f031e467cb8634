import { InvalidArgumentError, type Command } from 'commander';
import { homePaths } from '../embedded/home/home-paths.ts';
import { serve } from '../embedded/serve/serve.ts';
import { checkPolicies } from './embedded/check-policies.ts';
import { examples } from './examples.ts';
import { line } from './print.ts';
import { onlyEmbedded } from './target-of.ts';

type Options = { readonly speed?: number; readonly keepServices?: boolean };

export function registerUp(program: Command): void {
  program
    .command('up')
    .description('run Interlock: the engine, the approval page and the services. Resumes what was running')
    .option(
      '--speed <n>',
      'run waits, deadlines and observations n times faster (1 = real time; kept until changed)',
      parseSpeed,
    )
    .option('--keep-services', 'leave the services serving when this command ends')
    .addHelpText(
      'after',
      examples({
        'interlock up': 'until Ctrl-C; open releases go on at the next "interlock up"',
        'interlock up --speed 60': 'for a trial: an hour of waiting takes a minute',
      }),
    )
    .action(async (options: Options, command: Command) => {
      onlyEmbedded(command, 'A deployment runs by itself.');
      // A reader of our output that has gone must not end what runs here.
      process.stdout.removeAllListeners('error').on('error', () => undefined);
      const { config, home } = command.optsWithGlobals<{ config: string; home?: string }>();
      let end = (): void => {};
      const ended = new Promise<void>((resolve) => (end = resolve));
      const server = await serve({
        onLost: () => end(),
        configFile: config,
        ...(home === undefined ? {} : { folder: home }),
        ...(options.speed === undefined ? {} : { speed: options.speed }),
        say: line,
        checkPolicies: checkPolicies(homePaths(config, home).folder),
      });
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end());
      await ended;
      line('Stopping: open releases go on at the next "interlock up".');
      await server.stop({ keepServices: options.keepServices === true });
    });
}

function parseSpeed(text: string): number {
  const speed = Number(text);
  if (!Number.isFinite(speed) || speed < 1 || speed > 1000)
    throw new InvalidArgumentError('expected a number from 1 to 1000');
  return speed;
}
