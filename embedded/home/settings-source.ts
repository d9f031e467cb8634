import { statSync } from 'node:fs';
import type { Settings, SettingsSource } from '../../lambdas/ports.ts';
import { loadSettings } from './load-config.ts';

/** The settings of one machine can be had at once: they are a file. */
export type FileSettings = SettingsSource & { now(): Settings };

/**
 * The config file as it is now, read again when it changed. A file that turned bad while releases run does not stop
 * them: the last good one stays in force and `onBad` is told. The first read throws InvalidInput.
 */
export function settingsSource(configFile: string, onBad: (message: string) => void): FileSettings {
  let settings: Settings = loadSettings(configFile);
  let stamp = stampOf(configFile);
  const now = (): Settings => {
    const seen = stampOf(configFile);
    if (seen !== stamp) {
      stamp = seen;
      try {
        settings = loadSettings(configFile);
      } catch (error) {
        onBad((error as Error).message);
      }
    }
    return settings;
  };
  return { now, current: () => Promise.resolve(now()) };
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? 'missing' : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
