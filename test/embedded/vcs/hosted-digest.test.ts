import { afterAll, describe, expect, it } from '@jest/globals';
import { hostedDigest } from '../../../embedded/vcs/hosted-digest.ts';
import { createGitHubVcs } from '../../../lambdas/adapters/github-vcs.ts';
import { accessTo } from '../../support/github-double/access-to.ts';
import { startGitHubDouble } from '../../support/github-double/github-double.ts';
import { makeRepository } from './make-repository.ts';

const repository = makeRepository();
afterAll(() => repository.remove());

describe('the digest that a clone computes', () => {
  it('is the one that the hosted repository’s adapter computes', async () => {
    const head = repository.commit({ 'a.txt': 'a', 'folder/b "quoted"\n.txt': 'b', 'ü.txt': 'c' });
    const double = await startGitHubDouble(repository.path);
    const source = { kind: 'GITHUB', owner: 'acme', name: 'shop' } as const;
    const hosted = await createGitHubVcs(accessTo(double)).digestOf(source, head);
    await double.end();
    expect(await hostedDigest(repository.path, head)).toBe(hosted);
    const next = repository.commit({ 'a.txt': 'other' });
    expect(await hostedDigest(repository.path, next)).not.toBe(hosted);
  });
});
