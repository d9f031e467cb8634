import { describe, expect, it } from '@jest/globals';
import { loadSettings } from '../../../embedded/home/load-config.ts';
import { settingsHash } from '../../../lambdas/kit/settings-hash.ts';

describe('settings of one machine', () => {
  it('are bound by their hash; a file has no version that anybody counts', () => {
    const { config, policies, hash, version } = loadSettings('examples/interlock.yaml');
    expect(hash).toBe(settingsHash({ config, policies }));
    expect(version).toBeNull();
  });
});
