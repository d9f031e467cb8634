import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { loadPolicies } from '../../../embedded/home/load-policies.ts';
import { Terminal, Transient } from '../../../core/contracts/errors.ts';
import { policyFiles } from '../../../lambdas/adapters/policy-files.ts';
import { createSsmSettings } from '../../../lambdas/adapters/ssm-settings.ts';
import { settingsHash } from '../../../lambdas/kit/settings-hash.ts';
import { fixedClock } from '../../support/fixed-clock.ts';
import { callFaults, faultError } from '../../support/sdk-error.ts';

const policiesFolder = fileURLToPath(new URL('../../../policies', import.meta.url));
const config = {
  version: 1,
  services: { shop: { repository: 'shop', start: 'node shop.js', port: 4100 } },
  approvers: [{ id: 'ada', email: 'ada@example.com' }],
  gates: { stages: [{ name: 'fast', gates: [{ name: 'unit', command: 'npm test' }] }] },
};

function world(value: unknown = config) {
  const client = new SSMClient({ region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
  const mock = mockClient(client);
  mock.on(GetParameterCommand).resolves({ Parameter: { Value: JSON.stringify(value), Version: 7 } });
  const clock = fixedClock();
  return {
    mock,
    clock,
    settings: createSsmSettings(client, { parameter: '/interlock/config', policiesFolder, clock }),
  };
}

describe('settings from SSM', () => {
  it('are the config with its defaults and the policies, bound by one hash, and the version of the parameter', async () => {
    const { settings } = world();
    const { config: read, policies, hash, version } = await settings.current();
    expect(version).toBe(7);
    expect(read.timing.timeLockSeconds).toBe(900);
    expect(policies).toEqual(loadPolicies());
    expect(hash).toBe(settingsHash({ config: read, policies }));
    expect(hash).not.toBe(settingsHash({ config: read, policies: {} }));
  });

  it('are read once for all who ask at the same time, and again after 5 s', async () => {
    const { mock, clock, settings } = world();
    await Promise.all([settings.current(), settings.current()]);
    clock.advance(4_999);
    await settings.current();
    expect(mock.commandCalls(GetParameterCommand)).toHaveLength(1);
    clock.advance(1);
    await settings.current();
    expect(mock.commandCalls(GetParameterCommand)).toHaveLength(2);
  });

  it.each(callFaults)('%s: an error, and the next one who asks reads again', async (fault) => {
    const { mock, settings } = world();
    mock
      .on(GetParameterCommand)
      .rejectsOnce(faultError(fault))
      .resolves({ Parameter: { Value: JSON.stringify(config), Version: 8 } });
    await expect(settings.current()).rejects.toThrow(fault === 'DENIED' ? Terminal : Transient);
    await expect(settings.current()).resolves.toMatchObject({ config: { version: 1 }, version: 8 });
  });

  it.each([
    [{ ...config, version: 2 }, /version: found 2/],
    [{ ...config, unknown: 1 }, /unknown: unknown key/],
    ['text', /\(file\): found "text"/],
  ])('decide nothing when the config is malformed', async (value, problem) => {
    const { settings } = world(value);
    await expect(settings.current()).rejects.toThrow(Terminal);
    await expect(settings.current()).rejects.toThrow(problem);
  });

  it.each([[{}], [{ Parameter: {} }], [{ Parameter: { Value: '{', Version: 1 } }], [{ Parameter: { Value: '{}' } }]])(
    '%j is Terminal',
    async (answer) => {
      const { mock, settings } = world();
      mock.on(GetParameterCommand).resolves(answer);
      await expect(settings.current()).rejects.toThrow(/^SSM parameter \/interlock\/config: /);
    },
  );
});

describe('policies beside a function', () => {
  it('have to be there', () => {
    const empty = mkdtempSync(path.join(tmpdir(), 'interlock-policies-'));
    try {
      expect(() => policyFiles(empty)).toThrow(/found no policy/);
      expect(() => policyFiles(path.join(empty, 'none'))).toThrow(/ENOENT/);
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});
