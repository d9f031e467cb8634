import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Facts } from '../../../core/contracts/facts.ts';
import type { Verdict } from '../../../core/contracts/verdict.ts';
import { decide } from '../../../core/decide/decide.ts';
import { compilePolicies } from '../../../core/policy/compile-policies.ts';
import { reasonsAsText } from '../../../core/report/reasons-as-text.ts';
import { policyFiles, shippedPolicies } from '../policy/policy-files.ts';
import { buildFacts } from './facts-builder.ts';
import { TELLING_FACTS } from './telling-facts.ts';

const FOLDER = join(import.meta.dirname, 'golden');
const golden = (name: string) => readFileSync(join(FOLDER, `${name}.txt`), 'utf8');

const asText = ({ because, ...rest }: Verdict) => {
  const head = Object.entries(rest).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${head.join('\n')}\n\n${reasonsAsText(because)}\n`;
};

const house = (effect: string, action: string) =>
  compilePolicies({
    ...policyFiles,
    'house.cedar': `@id("house") @reason("The house says so.") ${effect} (principal, action ${action}, resource);`,
  });

/** Policies of the platform team that decide where the rules of the code are content. */
const HOUSE: Readonly<Record<string, [Facts, string, string]>> = {
  'house-asks': [buildFacts(), 'forbid', 'in Action::"proceedUnasked"'],
  'house-wants-a-window': [buildFacts(), 'forbid', '== Action::"proceedWithoutPerson"'],
  'house-rejects': [TELLING_FACTS['cancel-window'] as Facts, 'forbid', 'in Action::"proceed"'],
};

// What people read is compared as a whole: a change of a word shows in the diff of golden/ as its readers will see it.
describe('the whole verdict, as it is read', () => {
  it.each(Object.entries(TELLING_FACTS))('%s', (name, facts) => {
    expect(asText(decide(facts, shippedPolicies))).toBe(golden(name));
  });

  it.each(Object.entries(HOUSE))('%s', (name, [facts, effect, action]) => {
    expect(asText(decide(facts, house(effect, action)))).toBe(golden(name));
  });

  it('every text in golden/ is compared', () => {
    const names = [...Object.keys(TELLING_FACTS), ...Object.keys(HOUSE)].map((name) => `${name}.txt`);
    expect(readdirSync(FOLDER).sort()).toEqual(names.sort());
  });
});
