import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import { readPolicies } from '../../../core/policy/read-policies.ts';

const schema = 'entity A; action go appliesTo { principal: A, resource: A };';
const policy = (id: string, effect = 'permit', reason = 'R.') =>
  `@id("${id}") @reason("${reason}") ${effect} (principal, action, resource);`;
const read = (files: Readonly<Record<string, string>>) => readPolicies({ 's.cedarschema': schema, ...files });
const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    return (error as Error).message;
  }
  return 'nothing was thrown';
};

describe('readPolicies', () => {
  it('files by name, policies in their order, with what stands in the text', () => {
    const {
      schemaName,
      schema: text,
      policies,
    } = read({
      'b.cedar': `${policy('b-1', 'forbid', ' In b. ')}\n${policy('b-2')}`,
      'a.cedar': policy('a'),
    });
    expect([schemaName, text]).toEqual(['s.cedarschema', schema]);
    expect(policies.map(({ id, reason, effect, file }) => [id, reason, effect, file])).toEqual([
      ['a', 'R.', 'permit', 'a.cedar'],
      ['b-1', 'In b.', 'forbid', 'b.cedar'],
      ['b-2', 'R.', 'permit', 'b.cedar'],
    ]);
    expect(policies[0]?.text).toContain('@id("a")');
    expect(policies[0]?.json).toMatchObject({ effect: 'permit', annotations: { id: 'a', reason: 'R.' } });
  });

  it.each(['a', 'a1', 'a-b', `a${'b'.repeat(99)}`])('takes the id %s', (id) => {
    expect(read({ 'a.cedar': policy(id) }).policies.map((p) => p.id)).toEqual([id]);
  });

  it.each(['', 'A', '1a', '-a', 'a_b', 'a b', 'xA', `a${'b'.repeat(100)}`])('refuses the id "%s"', (id) => {
    expect(message(() => read({ 'a.cedar': policy(id) }))).toBe(
      `a.cedar: found a policy with @id "${id}"; expected lower-case letters, digits and "-", starting with a letter`,
    );
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'no id',
      { 'a.cedar': 'permit (principal, action, resource);' },
      'a.cedar: found a policy with @id ""; expected lower-case letters, digits and "-", starting with a letter',
    ],
    [
      'no reason',
      { 'a.cedar': '@id("p") permit (principal, action, resource);' },
      'a.cedar: the policy "p" has no @reason; expected a sentence',
    ],
    [
      'a blank reason',
      { 'a.cedar': policy('p', 'permit', ' ') },
      'a.cedar: the policy "p" has no @reason; expected a sentence',
    ],
    [
      'an id twice',
      { 'a.cedar': policy('p'), 'b.cedar': policy('p') },
      'b.cedar: the id "p" is used in a.cedar already',
    ],
    [
      'a template',
      { 'a.cedar': policy('p').replace('principal', 'principal == ?principal') },
      'a.cedar: found a template; expected policies only',
    ],
    ['another file', { 'a.rego': '' }, 'a.rego: expected a name that ends in .cedar or .cedarschema'],
    ['a name that goes on', { 'a.cedar.bak': '' }, 'a.cedar.bak: expected a name that ends in .cedar or .cedarschema'],
    ['a name without a dot', { acedar: '' }, 'acedar: expected a name that ends in .cedar or .cedarschema'],
    ['a second schema', { 't.cedarschema': schema }, 'policies: found 2 files *.cedarschema; expected exactly one'],
  ])('refuses %s', (_, files, expected) => expect(message(() => read(files))).toBe(expected));

  it('refuses no schema, and names file and line of what does not parse', () => {
    expect(message(() => readPolicies({}))).toBe('policies: found 0 files *.cedarschema; expected exactly one');
    expect(message(() => readPolicies({ 's.cedarschema': '\nentity ;' }))).toMatch(/^s\.cedarschema: line 2: ./);
    expect(message(() => read({ 'a.cedar': `\n\n${policy('p')} permit (principal,` }))).toMatch(/^a\.cedar: line 3: ./);
  });

  it('an empty file has no policies', () => expect(read({ 'a.cedar': '' }).policies).toEqual([]));
});
