import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidInput, Terminal, Transient } from '../../../core/contracts/errors.ts';
import type { CommitSha, ServiceName } from '../../../core/contracts/ids.ts';
import { createGitHubHttp } from '../../../lambdas/adapters/github-http.ts';
import { createGitHubVcs } from '../../../lambdas/adapters/github-vcs.ts';
import { makeRepository, type TestRepository } from '../../embedded/vcs/make-repository.ts';
import { accessTo } from '../../support/github-double/access-to.ts';
import { startGitHubDouble, type GitHubDouble } from '../../support/github-double/github-double.ts';

const source = { kind: 'GITHUB' as const, owner: 'acme', name: 'shop' };
const shop = 'shop' as ServiceName;
const LIMIT = 1_000_000;
let repository: TestRepository;
let double: GitHubDouble;
let base: CommitSha;
let head: CommitSha;
beforeAll(async () => {
  repository = makeRepository();
  base = repository.commit({ a: '1\n' });
  repository.git('checkout', '-q', '-b', 'topic');
  head = repository.commit({ a: '2\n', b: 'b\n' });
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
const inspect = (from = base, to = head) => vcs().inspect({ source, base: from, head: to }, LIMIT);
/** Answers the calls that match in place of the double. */
const fault = (match: RegExp, answer: NonNullable<ReturnType<NonNullable<GitHubDouble['fault']>>>) => {
  double.fault = (call) => (match.test(call) ? answer : null);
};

describe('faults of GitHub', () => {
  it.each([
    ['429', { status: 429 }, Transient, /rate limit/],
    ['403 with nothing left', { status: 403, headers: { 'x-ratelimit-remaining': '0' } }, Transient, /rate limit/],
    ['403 with retry-after', { status: 403, headers: { 'retry-after': '30' } }, Transient, /rate limit/],
    [
      '403 that says so',
      { status: 403, json: { message: 'You have exceeded a secondary rate limit' } },
      Transient,
      /rate limit/,
    ],
    ['500', { status: 500, json: { message: 'ghs_secret' } }, Transient, /answered 500/],
    ['502', { status: 502 }, Transient, /answered 502/],
    ['403', { status: 403, headers: { 'x-ratelimit-remaining': '9' } }, Terminal, /access denied; check the perm/],
    ['401', { status: 401 }, Terminal, /does not accept the credentials/],
    ['301', { status: 301, headers: { location: 'http://127.0.0.1:9/' } }, Terminal, /another name now/],
    ['418', { status: 418 }, Terminal, /answered 418/],
    ['no JSON', { status: 200, bytes: Buffer.from('<html>') }, Terminal, /unexpected answer at \(whole\)/],
    ['other JSON', { status: 200, json: { status: 'ahead', total_commits: -1 } }, Terminal, /answer at total_commits/],
  ])('%s', async (_name, answer, kind, words) => {
    fault(/compare/, answer);
    const asked = inspect();
    await expect(asked).rejects.toThrow(kind);
    await expect(asked).rejects.toThrow(words);
    await expect(asked).rejects.not.toThrow(/ghs_/);
  });

  it('a connection that drops is worth trying again', async () => {
    fault(/git\/trees/, 'LOSE_REPLY');
    await expect(inspect()).rejects.toThrow(Transient);
    double.fault = null;
    expect((await inspect()).diff).toContain('+b');
  });

  it('an answer that does not come in time is Transient', async () => {
    fault(/x/, 'HANG');
    const asked = createGitHubHttp(double.url)({ path: '/x', token: 't', timeoutMs: 50 });
    await expect(asked).rejects.toThrow(Transient);
    await expect(asked).rejects.toThrow(/no answer in time/);
  });

  it('a listing or a diff that GitHub cut is refused', async () => {
    fault(/git\/trees/, { status: 200, json: { truncated: true, tree: [] } });
    await expect(inspect()).rejects.toThrow(/lists only 0 files.*too large to be read whole/);
    await expect(vcs().digestOf(source, head)).rejects.toThrow(InvalidInput);
    double.fault = (call) => (/compare\/[^?]+$/.test(call) ? { status: 406 } : null);
    await expect(inspect()).rejects.toThrow(/GitHub gives no diff of .*too large \(answer 406\); split the change/);
  });

  it('a diff that leaves out a changed file is refused', async () => {
    const diff = 'diff --git a/a b/a\nindex 1..2 100644\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+2\n';
    fault(/compare\/[^?]+$/, { status: 200, bytes: Buffer.from(diff) });
    await expect(inspect()).rejects.toThrow(/leaves out "b", which has changed/);
  });
});

describe('commits', () => {
  it('reads every page, and not fewer commits than GitHub says there are', async () => {
    const tree = repository.git('rev-parse', `${head}^{tree}`);
    let tip = head;
    for (let n = 0; n < 120; n++)
      tip = repository.git('commit-tree', tree, '-p', tip, '-m', `${n}\n\nNo: ${n}`) as CommitSha;
    const last = repository.git(
      'commit-tree',
      tree,
      '-p',
      tip,
      '-m',
      'x\n\nCo-authored-by: Z <z@acme.io>',
    ) as CommitSha;
    expect((await inspect(base, last)).authors).toContain('z@acme.io');
    expect(double.calls.filter((call) => /compare.*page=/.test(call))).toHaveLength(2);
    fault(/compare.*page=2/, { status: 404 });
    await expect(inspect(base, last)).rejects.toThrow(Transient);
  });

  it('refuses more than a thousand', async () => {
    const merge_base_commit = { sha: base };
    fault(/compare/, { status: 200, json: { status: 'ahead', total_commits: 1001, merge_base_commit, commits: [] } });
    await expect(inspect()).rejects.toThrow(/has 1001 commits; expected at most 1000/);
  });

  it('counts account names beside addresses: people hide those', async () => {
    const commit = (email: string, login: string | null) => ({
      sha: head,
      commit: { author: { email }, committer: null, message: 'm' },
      author: login === null ? null : { login },
      committer: {},
    });
    const authorsOf = async (...commits: object[]) => {
      const merge_base_commit = { sha: base };
      double.fault = (call) =>
        /compare.*page=/.test(call)
          ? { status: 200, json: { status: 'ahead', total_commits: 1, merge_base_commit, commits } }
          : null;
      return [...(await inspect()).authors].sort();
    };
    expect(await authorsOf(commit('12+Ada-X@users.noreply.github.com', null))).toEqual([
      '12+ada-x@users.noreply.github.com',
      'ada-x',
    ]);
    expect(await authorsOf(commit('ada@acme.io', 'Ada-X'))).toEqual(['ada-x', 'ada@acme.io']);
  });
});

describe('pull requests', () => {
  it('currentHead is the head of one that is open or merged, and null for what is withdrawn or from a fork', async () => {
    const { pulls } = double.state;
    pulls.set(1, { head: 'topic' });
    pulls.set(2, { head: 'topic', state: 'closed', merged: true });
    pulls.set(3, { head: 'topic', state: 'closed' });
    pulls.set(4, { head: 'topic', fork: true });
    const heads = await Promise.all([1, 2, 3, 4, 5].map((n) => vcs().currentHead(source, `pr/${n}`)));
    expect(heads).toEqual([head, head, null, null, null]);
    for (const wrong of ['pr/x', 'pr/', 'pr/1/..', 'commit/abc'])
      await expect(vcs().currentHead(source, wrong)).rejects.toThrow(InvalidInput);
  });
});

describe('markDeployed', () => {
  it.each([/POST .*deployments$/, /POST .*statuses$/])('a lost reply of %s has no second effect', async (lost) => {
    double.state.deployments.length = 0;
    fault(lost, 'LOSE_REPLY');
    await expect(vcs().markDeployed(source, shop, head)).rejects.toThrow(Transient);
    double.fault = null;
    await vcs().markDeployed(source, shop, head);
    expect(double.state.deployments).toMatchObject([
      { sha: head, environment: 'shop-production', statuses: ['success'] },
    ]);
  });
});
