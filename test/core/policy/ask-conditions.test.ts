import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import { askConditions } from '../../../core/policy/ask-conditions.ts';
import { compilePolicies } from '../../../core/policy/compile-policies.ts';
import { readPolicies } from '../../../core/policy/read-policies.ts';

const files = {
  's.cedarschema': 'entity A; action go, stop appliesTo { principal: A, resource: A, context: { n: Long } };',
  'a.cedar': '',
};
const policy = (id: string, effect: string, when: string) =>
  `@id("${id}") @reason("R.") ${effect} (principal, action == Action::"go", resource) when { ${when} };`;

/** The conditions of policies with these texts: what the prover takes apart. */
const conditionsOf = (...texts: string[]) =>
  readPolicies({ ...files, 'a.cedar': texts.join('\n') }).policies.map(({ json: { effect: _, ...rest } }) => rest);
const request = (context: { n?: unknown }, action = 'go') => ({
  principal: { type: 'A', id: 'p' },
  action,
  resource: { type: 'A', id: 'r' },
  context: context as never,
});

describe('askConditions', () => {
  const conditions = () =>
    conditionsOf(
      policy('small', 'permit', 'context.n < 10'),
      policy('big', 'forbid', 'context.n > 5'),
      policy('broken', 'forbid', 'context.n * 4611686018427387904 > 0'),
    );
  // Two of the third are more than 64 bits hold.
  const ask = () => askConditions(compilePolicies(files), conditions());

  it.each([
    [0, ['TRUE', 'FALSE', 'FALSE']],
    [7, ['TRUE', 'TRUE', 'ERROR']],
    [10, ['FALSE', 'TRUE', 'ERROR']],
    [1, ['TRUE', 'FALSE', 'TRUE']],
  ])('answers each condition in its order, a forbid like a permit: n = %i', (n, answers) => {
    expect(ask()(request({ n }))).toEqual(answers);
  });

  it('another action satisfies none', () => {
    expect(ask()(request({ n: 7 }, 'stop'))).toEqual(['FALSE', 'FALSE', 'FALSE']);
  });

  it('two sets of conditions do not mix', () => {
    const first = ask();
    const second = askConditions(compilePolicies(files), conditions().slice(1, 2));
    expect([first(request({ n: 7 })), second(request({ n: 7 }))]).toEqual([['TRUE', 'TRUE', 'ERROR'], ['TRUE']]);
  });

  it.each([
    ['a wrong type', request({ n: 'x' })],
    ['a missing field', request({})],
    ['an unknown action', request({ n: 1 }, 'run')],
  ])('throws for %s', (_, wrong) => {
    const run = () => ask()(wrong);
    expect(run).toThrow(InvalidInput);
    expect(run).toThrow(/^the policies could not be asked: ./);
  });

  it('throws for a condition that is none', () => {
    const run = () => askConditions(compilePolicies(files), [{ principal: 'nobody' } as never]);
    expect(run).toThrow(InvalidInput);
    expect(run).toThrow(/^policies: ./);
  });
});
