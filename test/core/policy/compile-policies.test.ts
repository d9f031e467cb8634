import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import { compilePolicies } from '../../../core/policy/compile-policies.ts';
import { policyFiles, shippedPolicies } from './policy-files.ts';

const schema = policyFiles['schema.cedarschema'] ?? '';
const compile = (text: string) => () => compilePolicies({ 'schema.cedarschema': schema, 'x.cedar': text });
const HEAD = '@id("p") @reason("R.")';

describe('compilePolicies', () => {
  it('takes what ships, with a reason for each', () => {
    expect(shippedPolicies.policies.size).toBeGreaterThan(15);
    for (const { reason } of shippedPolicies.policies.values()) expect(reason).toMatch(/\.$/);
  });

  it('limits only forbid and approve, triggers only forbid; profiles only permit under their own name', () => {
    for (const { id, effect, file } of shippedPolicies.policies.values()) {
      if (file === 'limits.cedar')
        expect([id, effect]).toEqual([id, id === 'listed-may-approve' ? 'permit' : 'forbid']);
      else if (file === 'triggers.cedar') expect([effect, id.startsWith('trigger-')]).toEqual(['forbid', true]);
      else {
        expect(effect).toBe('permit');
        expect(id.startsWith(file.replace('.cedar', '-'))).toBe(true);
      }
    }
  });

  it.each([
    ['no parse, with its line', `\n\n${HEAD} permit (principal,`, /^x\.cedar: line 3: /],
    ['no id', '@reason("R.") permit (principal, action, resource);', /^x\.cedar: found a policy with @id ""/],
    ['an id that is no name', '@id("A b") @reason("R.") permit (principal, action, resource);', /@id "A b"; expected/],
    ['no reason', '@id("p") permit (principal, action, resource);', /"p" has no @reason/],
    ['an empty reason', '@id("p") @reason(" ") permit (principal, action, resource);', /"p" has no @reason/],
    [
      'an id twice',
      `${HEAD} permit (principal, action, resource); ${HEAD} forbid (principal, action, resource);`,
      /"p" is used in x\.cedar already/,
    ],
    ['a template', `${HEAD} permit (principal == ?principal, action, resource);`, /found a template/],
    [
      'an unknown attribute',
      `${HEAD} permit (principal, action in Action::"proceed", resource) when { context.trusty > 1 };`,
      /^x\.cedar: .*trusty/,
    ],
    ['an unknown action', `${HEAD} permit (principal, action == Action::"deploy", resource);`, /^x\.cedar: /],
    [
      'a misspelt profile',
      `${HEAD} permit (principal, action in Action::"proceed", resource) when { context.profile == Profile::"garded" };`,
      /^x\.cedar: .*garded/,
    ],
    [
      'a misspelt trigger',
      `${HEAD} forbid (principal, action in Action::"proceed", resource) when { context.triggers.contains(Trigger::"schema-chnge") };`,
      /schema-chnge/,
    ],
    [
      'a policy that can never apply',
      `${HEAD} permit (principal is Change, action in Action::"proceed", resource);`,
      /^x\.cedar: /,
    ],
  ])('refuses %s', (_, text, message) => {
    expect(compile(text)).toThrow(InvalidInput);
    expect(compile(text)).toThrow(message);
  });

  it('refuses no schema, two schemas, a broken schema and other files', () => {
    expect(() => compilePolicies({})).toThrow('policies: found 0 files *.cedarschema; expected exactly one');
    expect(() => compilePolicies({ 'a.cedarschema': schema, 'b.cedarschema': schema })).toThrow('found 2 files');
    expect(() => compilePolicies({ 'a.cedarschema': 'entity ;' })).toThrow(/^a\.cedarschema: line 1: /);
    expect(() => compilePolicies({ 'a.cedarschema': schema, 'a.rego': '' })).toThrow('a.rego: expected a name');
  });
});
