import { existsSync, statSync } from 'node:fs';
import type { Settings, SettingsSource } from '../../lambdas/ports.ts';
import { loadSettings } from './load-config.ts';

/** The settings of one machine can be had at once: they are a file. */
export type FileSettings = SettingsSource & { now(): Settings };

type Options = {
  readonly configFile: string;
  readonly onBad: (message: string) => void;
  /** Called after each read of a changed file that was valid. */
  readonly onGood: () => void;
  /** Throws InvalidInput for policies that must not come into force. */
  readonly checkPolicies?: (policies: Settings['policies']) => void;
  /** A copy to begin with when the file is bad: for what has to work at any time, like the kill switch. */
  readonly fallback?: string;
};

/**
 * The config file as it is now, read again when it changed. A file that turned bad while releases run does not stop
 * them: the last good one stays in force and `onBad` is told. The first read throws InvalidInput, unless there is a
 * fallback.
 */
export function settingsSource({ configFile, onBad, onGood, checkPolicies, fallback }: Options): FileSettings {
  const load = (copy?: string): Settings => {
    const loaded = loadSettings(configFile, copy);
    checkPolicies?.(loaded.policies);
    return loaded;
  };
  let settings: Settings = first();
  let stamp = stampOf(configFile);
  const now = (): Settings => {
    const seen = stampOf(configFile);
    if (seen !== stamp) {
      stamp = seen;
      try {
        settings = load();
        onGood();
      } catch (error) {
        onBad((error as Error).message);
      }
    }
    return settings;
  };
  return { now, current: () => Promise.resolve(now()) };

  function first(): Settings {
    try {
      return load();
    } catch (error) {
      if (fallback === undefined || !existsSync(fallback)) throw error;
      const last = load(fallback);
      onBad((error as Error).message);
      return last;
    }
  }
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? 'missing' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
