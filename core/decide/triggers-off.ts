import type { Config } from '../contracts/config.ts';

/** Names of the triggers that the config turns off in the profile in force (K19); none where it names other profiles only. */
export function triggersOff({ triggersOff: off, profile }: Pick<Config, 'triggersOff' | 'profile'>): readonly string[] {
  return Array.isArray(off) ? off : (off[profile] ?? []);
}
