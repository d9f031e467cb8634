import type { Command } from 'commander';
import { embeddedHome } from './embedded/embedded-home.ts';
import type { Home } from './home.ts';
import { targetOf, type GlobalOptions } from './target-of.ts';
import { warnOf } from './warn-of.ts';

type How = {
  /** Works on with the last good config when the file is bad: what stops or shows things must always work. */
  readonly evenIfConfigIsBad?: boolean;
};

/** Opens the home that the global options and the config name, runs `work`, and closes it again. */
export async function withHome<T>(command: Command, work: (home: Home) => Promise<T>, how: How = {}): Promise<T> {
  const { config, home: folder } = command.optsWithGlobals<GlobalOptions>();
  const home = await open();
  try {
    return await work(home);
  } finally {
    home.close();
  }

  async function open(): Promise<Home> {
    // The clients of AWS take half a second to load: only where they are wanted.
    if (targetOf(command) === 'aws') return (await import('./aws/aws-home.ts')).awsHome();
    return embeddedHome({
      configFile: config,
      ...(folder !== undefined && { folder }),
      ...(how.evenIfConfigIsBad && { onBadConfig: warnOf }),
    });
  }
}
