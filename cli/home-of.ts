import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidInput } from '../core/contracts/errors.ts';
import { homePaths } from '../embedded/home/home-paths.ts';
import { embeddedHome } from './embedded/embedded-home.ts';
import type { Home } from './home.ts';
import { targetOf, type GlobalOptions } from './target-of.ts';
import { warnOf } from './warn-of.ts';

type How = {
  /** Works on with the last good config when the file is bad: what stops or shows things must always work. */
  readonly evenIfConfigIsBad?: boolean;
  /** Opens the home with its own last good config: the one that is named is for the command itself. */
  readonly withItsOwnConfig?: boolean;
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
      ...(how.withItsOwnConfig ? ownConfig(config, folder) : { configFile: config }),
      ...(folder !== undefined && { folder }),
      ...(how.evenIfConfigIsBad && { onBadConfig: warnOf }),
    });
  }
}

function ownConfig(
  config: string,
  folder: string | undefined,
): { readonly configFile: string; readonly folder: string } {
  const paths = homePaths(config, folder);
  if (!existsSync(paths.goodConfig))
    throw new InvalidInput(`there is no home in ${paths.folder}; --home names the folder of one`);
  return { configFile: paths.goodConfig, folder: paths.folder };
}
