import { expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import { schemaJson } from '../../../core/policy/schema-json.ts';

const own = 'entity A; action go appliesTo { principal: A, resource: A };';

it('gives entity types and actions of the one namespace', () => {
  const json = schemaJson('s.cedarschema', own);
  expect(Object.keys(json.entityTypes)).toEqual(['A']);
  expect(json.actions['go']?.appliesTo).toMatchObject({ principalTypes: ['A'], resourceTypes: ['A'] });
});

const expected = (name: string) =>
  `s.cedarschema: found the namespace "${name}"; expected none, as Interlock's requests have none`;

it.each([
  ['another namespace beside it', `${own} namespace Other { entity B; }`, expected('Other')],
  ['another namespace alone', 'namespace Other { entity B; }', expected('Other')],
  ['nothing', '', expected('')],
])('refuses %s', (_, text, message) => {
  expect(() => schemaJson('s.cedarschema', text)).toThrow(new InvalidInput(message));
});

it('names the line of what does not parse', () => {
  expect(() => schemaJson('s.cedarschema', '\n\nentity ;')).toThrow(InvalidInput);
  expect(() => schemaJson('s.cedarschema', '\n\nentity ;')).toThrow(/^s\.cedarschema: line 3: ./);
});
