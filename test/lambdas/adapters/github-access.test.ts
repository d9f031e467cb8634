import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidInput, Transient } from '../../../core/contracts/errors.ts';
import type { CommitSha } from '../../../core/contracts/ids.ts';
import { createGitHubHttp } from '../../../lambdas/adapters/github-http.ts';
import { createGitHubVcs } from '../../../lambdas/adapters/github-vcs.ts';
import { makeRepository, type TestRepository } from '../../embedded/vcs/make-repository.ts';
import { accessTo } from '../../support/github-double/access-to.ts';
import { startGitHubDouble, type GitHubDouble } from '../../support/github-double/github-double.ts';

const source = { kind: 'GITHUB' as const, owner: 'acme', name: 'shop' };
let repository: TestRepository;
let double: GitHubDouble;
let base: CommitSha;
let head: CommitSha;
beforeAll(async () => {
  repository = makeRepository();
  base = repository.commit({ a: '1\n' });
  head = repository.commit({ a: '2\n' });
  double = await startGitHubDouble(repository.path);
});
afterEach(() => {
  double.fault = null;
  double.calls.length = 0;
});
afterAll(async () => {
  await double.end();
  repository.remove();
});

const vcs = () => createGitHubVcs(accessTo(double));

describe('access', () => {
  it('only https or this machine is spoken to', () => {
    for (const url of ['http://api.github.com', 'http://127.0.0.1.evil.example', 'ftp://x', 'nonsense'])
      expect(() => createGitHubHttp(url)).toThrow(/GITHUB_API_URL: expected https/);
  });

  it('asks for a token of one repository that can do no more than the call needs, once', async () => {
    const port = vcs();
    const before = double.grants.size;
    await Promise.all([port.digestOf(source, head), port.contains(source, head, base), port.digestOf(source, base)]);
    const granted = [...double.grants.values()].slice(before);
    expect(granted).toEqual([{ repositories: ['shop'], permissions: { contents: 'read', pull_requests: 'read' } }]);
  });

  it.each(['../x', '..', 'a/b', 'a b', '', 'a?b'])('refuses the name %j before any call', async (name) => {
    await expect(vcs().digestOf({ ...source, name }, head)).rejects.toThrow(InvalidInput);
    expect(double.calls).toEqual([]);
  });

  it.each(['', 'nonsense', '{}', '{"appId":"x","privateKey":"p"}', '{"appId":1,"privateKey":"PLAINKEY"}'])(
    'says what is wrong with the secret %j and repeats none of it',
    async (secret) => {
      const asked = createGitHubVcs(accessTo({ ...double, secret })).digestOf(source, head);
      await expect(asked).rejects.toThrow(/^the GitHub App secret: /);
      await expect(asked).rejects.not.toThrow(/PLAINKEY/);
    },
  );

  it('a refused token request is not kept', async () => {
    const port = vcs();
    double.fault = (call) => (call.includes('access_tokens') ? { status: 503 } : null);
    await expect(port.digestOf(source, head)).rejects.toThrow(Transient);
    double.fault = null;
    expect(await port.digestOf(source, head)).toMatch(/^sha256:/);
  });
});
