import { describe, expect, it } from '@jest/globals';
import { changeFactsOf } from '../../../core/change/change-facts.ts';
import { changeFactsSchema } from '../../../core/contracts/facts.ts';
import { diffOf } from './diff-of.ts';

describe('changeFactsOf', () => {
  it('counts files and lines and keeps the contract', () => {
    const diff = diffOf('src/a.ts', { added: ['a', 'b'], removed: ['c'] }) + diffOf('docs/a.md');
    const facts = changeFactsOf(diff, {
      authors: ['A@Acme.io', 'a@acme.io', 'user'],
      trailers: [{ key: 'Agent-By', value: `forge\u001b[31m${'x'.repeat(400)}` }],
    });
    expect(facts).toMatchObject({ files: 2, linesAdded: 3, linesRemoved: 1, authors: ['a@acme.io', 'user'] });
    expect(changeFactsSchema.parse(facts)).toEqual(facts);
    expect(facts.trailers[0]?.value).toMatch(/^forge\\u\{1b\}/);
  });

  it('refuses more authors than it can keep: none may approve their own work', () => {
    const authors = Array.from({ length: 501 }, (_, i) => `a${i}@acme.io`);
    expect(() => changeFactsOf(diffOf('a.md'), { authors, trailers: [] })).toThrow(/501 authors/);
  });
});
