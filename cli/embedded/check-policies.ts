import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { makeHome } from '../../embedded/home/make-home.ts';
import { replaceFile } from '../../embedded/store/write-file.ts';
import { assertLimits } from '../../verify/policies/assert-limits.ts';
import { LIMITS } from '../../verify/policies/limits.ts';

type Files = Readonly<Record<string, string>>;

/**
 * Checks that policies keep every hard limit; throws InvalidInput when they do not. What was found to keep them is
 * remembered in the home by the hash of the policies and the limits, since the proof takes a third of a second.
 */
export function checkPolicies(home: string): (policies: Files) => void {
  const file = path.join(home, 'policies-checked');
  return (policies) => {
    const hash = createHash('sha256')
      .update(JSON.stringify([LIMITS, policies]))
      .digest('hex');
    if (existsSync(file) && readFileSync(file, 'utf8') === hash) return;
    assertLimits(policies);
    makeHome(home);
    replaceFile(file, hash);
  };
}
