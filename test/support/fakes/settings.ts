import { configSchema, type Config } from '../../../core/contracts/config.ts';
import type { Digest } from '../../../core/contracts/ids.ts';
import { loadPolicies } from '../../../embedded/home/load-policies.ts';
import type { Settings, SettingsSource } from '../../../lambdas/ports.ts';
import { configOf } from '../config-of.ts';

export type FakeSettings = SettingsSource & { now: Settings; change(config: Partial<Config>): void };

/** The smallest config and the policies that ship. `change` gives a config of another hash. */
export function fakeSettings(over: Parameters<typeof configOf>[0] = {}): FakeSettings {
  const hash = (n: number) => `sha256:${n.toString(16).padStart(64, 'c')}` as Digest;
  const config = configSchema.parse(configOf(over));
  let version = 1;
  const settings: FakeSettings = {
    now: { config, policies: loadPolicies(), hash: hash(version), version },
    current: async () => settings.now,
    change: (next) => {
      version += 1;
      settings.now = { ...settings.now, config: { ...settings.now.config, ...next }, hash: hash(version), version };
    },
  };
  return settings;
}
