import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { InvalidInput } from '../../../core/contracts/errors.ts';
import { commitLabels } from '../../../lambdas/adapters/commit-labels.ts';

const labels = (message: string, people: readonly string[] = []) => commitLabels([{ people, message }]);
/** What git itself takes as trailers. */
const byGit = (message: string) =>
  execFileSync('git', ['interpret-trailers', '--parse', '--no-divider'], { input: message, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);

describe('trailers are those of git', () => {
  it.each([
    ['title\n\nKey: value\n'],
    ['title\n\nbody\n\nA: 1\nB-b: 2\n'],
    ['title\n\nbody\n\nA: 1\n\nB: 2\n\n\n'],
    ['Key: value\n'],
    ['title\nKey: value\n'],
    ['title\n\nbody\n\nA: 1\nnot one\n'],
    ['title\n\nbody\n\nnot one\nSigned-off-by: A <a@b.c>\nB: 2\n'],
    ['title\n\nbody\n\nn\nn\nn\nn\nn\nSigned-off-by: A <a@b.c>\n'],
    ['title\n\nA: 1\n  goes on\nB: 2\n'],
    ['title\n\nA : 1\nB:2\n'],
    ['title\n\nA b: 1\n'],
    ['title\n\nA: 1\n---\nB: 2\n'],
    [''],
  ])('%j', (message) => {
    expect(labels(message).trailers.map(({ key, value }) => `${key}: ${value}`)).toEqual(byGit(message));
  });
});

it('bounds and cleans them', () => {
  const { trailers } = labels(`t\n\n${'K'.repeat(100)}: ${'v'.repeat(400)}\u0007\n${'A: 1\n'.repeat(60)}`);
  expect(trailers).toHaveLength(50);
  expect([trailers[0]?.key.length, trailers[0]?.value]).toEqual([60, 'v'.repeat(300)]);
});

it('knows everybody once, and refuses more than can be listed', () => {
  const message = 't\n\nCo-Authored-By: Bo <BO@acme.io>\n\nco-authored-by: cy\n\nend';
  expect(labels(message, ['Ada@Acme.io ', 'ada@acme.io', '']).authors).toEqual(['ada@acme.io', 'bo@acme.io', 'cy']);
  const crowd = Array.from({ length: 500 }, (_, i) => `p${i}@acme.io`);
  expect(() => labels('t', crowd)).toThrow(InvalidInput);
  expect(labels('t', crowd.slice(1)).authors).toHaveLength(499);
});
