import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { configJsonSchema, configReference } from '../../docs/config-schema.ts';

const doc = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('generated docs are what the code says (npm run docs)', () => {
  it('interlock.schema.json', () => {
    expect(JSON.parse(doc('interlock.schema.json'))).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });
  it('config.md', () => {
    expect(doc('config.md')).toBe(configReference());
  });
});
