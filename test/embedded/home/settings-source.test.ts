import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkPolicies } from '../../../cli/embedded/check-policies.ts';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import { settingsSource } from '../../../embedded/home/settings-source.ts';
import { policyFiles } from '../../core/policy/policy-files.ts';

describe('policies that come into force on one machine', () => {
  let folder: string;
  let configFile: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'interlock-settings-'));
    configFile = path.join(folder, 'interlock.yaml');
    copyFileSync('examples/interlock.yaml', configFile);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are checked before the first decision, and what is refused begins nothing', () => {
    const refuse = () => {
      throw new InvalidInput('the policies go past 1 hard limits');
    };
    const source = () => settingsSource({ configFile, onBad: () => {}, onGood: () => {}, checkPolicies: refuse });
    expect(source).toThrow('past 1 hard limits');
  });

  it('are checked again with every new config: what is refused then leaves the last ones in force', () => {
    const told: string[] = [];
    let good = true;
    const source = settingsSource({
      configFile,
      onBad: (message) => told.push(message),
      onGood: () => told.push('good'),
      checkPolicies: (policies) => {
        expect(policies).toEqual(policyFiles);
        if (!good) throw new InvalidInput('too wide');
      },
    });
    const first = source.now();
    good = false;
    utimesSync(configFile, 1, 1);
    expect(source.now()).toBe(first);
    expect(told).toEqual(['too wide']);
    good = true;
    utimesSync(configFile, 2, 2);
    expect(source.now()).toEqual(first);
    expect(told).toEqual(['too wide', 'good']);
  });

  it('"interlock up" proves them once and remembers which; a wider one is never remembered', () => {
    const check = checkPolicies(path.join(folder, 'home'));
    const wide = {
      ...policyFiles,
      'limits.cedar': (policyFiles['limits.cedar'] ?? '').replace(/@id\("frozen"\)[^;]*;/, ''),
    };
    for (let i = 0; i < 2; i++) {
      expect(() => check(policyFiles)).not.toThrow();
      expect(() => check(wide)).toThrow(/BROKEN: in a freeze window nothing goes on/);
    }
  });
});
