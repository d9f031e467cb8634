import path from 'node:path';

/** Where one home keeps its things: beside the config file unless it is told otherwise. */
export type HomePaths = {
  readonly config: string;
  /** The config as it was when it was last valid. */
  readonly goodConfig: string;
  readonly folder: string;
  readonly database: string;
  readonly log: string;
  readonly reports: string;
};

export function homePaths(configFile: string, folder?: string): HomePaths {
  const config = path.resolve(configFile);
  const home = path.resolve(folder ?? path.join(path.dirname(config), '.interlock'));
  return {
    config,
    goodConfig: path.join(home, 'config-last-good.yaml'),
    folder: home,
    database: path.join(home, 'interlock.db'),
    log: path.join(home, 'interlock.log'),
    reports: path.join(home, 'reports'),
  };
}
