import type { Command } from 'commander';
import { openHome, type Home } from '../embedded/home/open-home.ts';

type GlobalOptions = { readonly config: string; readonly home?: string };

/** Opens the home that the global options name, runs `work`, and closes it again. */
export async function withHome<T>(command: Command, work: (home: Home) => Promise<T>): Promise<T> {
  const { config, home: folder } = command.optsWithGlobals<GlobalOptions>();
  const home = openHome({ configFile: config, ...(folder === undefined ? {} : { folder }) });
  try {
    return await work(home);
  } finally {
    home.close();
  }
}
