import type { Command } from 'commander';
import { openHome, type Home } from '../embedded/home/open-home.ts';
import { safe } from './print.ts';

type GlobalOptions = { readonly config: string; readonly home?: string };
type How = {
  /** Works on with the last good config when the file is bad: what stops or shows things must always work. */
  readonly evenIfConfigIsBad?: boolean;
};

/** Opens the home that the global options name, runs `work`, and closes it again. */
export async function withHome<T>(command: Command, work: (home: Home) => Promise<T>, how: How = {}): Promise<T> {
  const { config, home: folder } = command.optsWithGlobals<GlobalOptions>();
  const warn = (message: string) =>
    void process.stderr.write(`interlock: warning: ${safe(message)}\nThe last good config is used.\n`);
  const home = openHome({
    configFile: config,
    ...(folder !== undefined && { folder }),
    ...(how.evenIfConfigIsBad && { onBadConfig: warn }),
  });
  try {
    return await work(home);
  } finally {
    home.close();
  }
}
