import type { Command } from 'commander';
import { openHome, type Home } from '../../embedded/home/open-home.ts';
import { onlyEmbedded, type GlobalOptions } from '../target-of.ts';
import { warnOf } from '../warn-of.ts';

/** For commands that only this machine's home has; `instead` says what there is in AWS. A bad config does not matter. */
export async function withEmbeddedHome<T>(
  command: Command,
  instead: string,
  work: (home: Home) => Promise<T>,
): Promise<T> {
  onlyEmbedded(command, instead);
  const { config, home: folder } = command.optsWithGlobals<GlobalOptions>();
  const home = openHome({ configFile: config, ...(folder !== undefined && { folder }), onBadConfig: warnOf });
  try {
    return await work(home);
  } finally {
    home.close();
  }
}
