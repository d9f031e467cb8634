import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Transient } from '../../../core/contracts/errors.ts';
import type { Reason } from '../../../core/contracts/reason.ts';
import { feedbackAsMarkdown } from '../../../lambdas/adapters/feedback-as-markdown.ts';
import type { Standing } from '../../../lambdas/adapters/feedback.ts';
import { createGitHubFeedback } from '../../../lambdas/adapters/github-comment.ts';
import { commitOf, releaseIdOf, service, T0 } from '../../contracts/samples.ts';
import { accessTo } from '../../support/github-double/access-to.ts';
import { startGitHubDouble, type GitHubDouble } from '../../support/github-double/github-double.ts';

let double: GitHubDouble;
beforeAll(async () => {
  double = await startGitHubDouble('/nonexistent');
});
afterEach(() => {
  double.fault = null;
  double.state.comments.clear();
  double.state.statuses.clear();
});
afterAll(() => double.end());

const because: Reason = {
  ...{ rule: 'gates', status: 'REJECT', observed: '2 failed', required: 'all passed' },
  children: [
    { rule: 'secrets', status: 'REJECT', observed: '@ada ``` <b> [x](http://y)', required: 'none', children: [] },
  ],
};
const standing = (over: Partial<Standing> = {}, change: Partial<Standing['change']> = {}): Standing => ({
  releaseId: releaseIdOf(1),
  change: {
    source: { kind: 'GITHUB', owner: 'acme', name: 'shop' },
    ...{ change: 'pr/17', service: service(), head: commitOf(7), at: T0 },
    ...change,
  },
  state: { kind: 'RUNNING' },
  ...{ headline: 'staging', because, link: 'https://interlock.example/releases/1' },
  ...over,
});
const report = (what: Standing) =>
  createGitHubFeedback({ ...accessTo(double), appId: async () => '4711' }).report(what);
const comments = () => (double.state.comments.get(17) ?? []).map(({ body }) => body);
const statuses = () => double.state.statuses.get(commitOf(7)) ?? [];

describe('GitHub feedback', () => {
  it('keeps one comment for each service and a status on the head', async () => {
    await report(standing());
    await report(standing({ state: { kind: 'ENDED', outcome: 'DEPLOYED' }, headline: 'stable' }));
    await report(standing({}, { service: service('other') }));
    expect(comments()).toHaveLength(2);
    expect(comments()[0]).toContain('**Interlock: shop: deployed**');
    expect(statuses().map(({ context, state }) => `${context} ${state}`)).toEqual([
      'interlock/other pending',
      'interlock/shop success',
      'interlock/shop pending',
    ]);
    expect(statuses()[1]).toMatchObject({ description: 'deployed: stable', target_url: standing().link });
  });

  it('the same again changes nothing', async () => {
    await report(standing());
    double.calls.length = 0;
    await report(standing());
    expect(double.calls.filter((call) => /^(POST|PATCH) \/repos/.test(call))).toEqual([]);
  });

  it.each([/POST .*statuses/, /POST .*comments/])('a lost reply of %s has no second effect', async (lost) => {
    double.fault = (call) => (lost.test(call) ? 'LOSE_REPLY' : null);
    await expect(report(standing())).rejects.toThrow(Transient);
    double.fault = null;
    await report(standing());
    expect([comments().length, statuses().length]).toEqual([1, 1]);
  });

  it('an older head that ends late does not cover what is said of the newer one', async () => {
    await report(standing({ headline: 'newer' }, { at: '2026-01-05T11:00:00.000Z' }));
    await report(standing({ headline: 'older' }, { head: commitOf(6) }));
    expect(comments()).toHaveLength(1);
    expect(comments()[0]).toContain('newer');
    expect(double.state.statuses.get(commitOf(6))).toHaveLength(1);
  });

  it('leaves a comment of somebody else alone that looks like ours', async () => {
    const body = `<!-- interlock:shop 2099-01-01T00:00:00.000Z -->\nall good`;
    double.state.comments.set(17, [
      { id: 1, body, performed_via_github_app: null },
      { id: 2, body, performed_via_github_app: { id: 1 } },
    ]);
    await report(standing());
    expect(comments()).toEqual([body, body, expect.stringContaining('in progress')]);
  });

  it('finds its comment behind a hundred others', async () => {
    await report(standing());
    const [ours] = double.state.comments.get(17)!;
    const chatter = Array.from({ length: 150 }, (_, i) => ({
      id: 1000 + i,
      body: 'hi',
      performed_via_github_app: null,
    }));
    double.state.comments.set(17, [...chatter, ours!]);
    await report(standing({ headline: 'rollout' }));
    expect(comments()).toHaveLength(151);
    expect(comments()[150]).toContain('rollout');
  });

  it('a branch without a pull request gets the status only', async () => {
    await report(standing({}, { change: 'branch/main' }));
    expect(double.state.comments.size).toBe(0);
    expect(statuses()).toHaveLength(1);
  });

  it.each([
    ['REJECTED', 'failure'],
    ['ROLLED_BACK', 'failure'],
    ['SUPERSEDED', 'failure'],
    ['ROLLBACK_FAILED', 'error'],
    ['ERRORED', 'error'],
  ] as const)('%s is the status %s', async (outcome, state) => {
    await report(standing({ state: { kind: 'ENDED', outcome } }));
    expect(statuses()[0]?.state).toBe(state);
  });
});

describe('the comment', () => {
  it('shows hostile text as typed, and the reasons for programs', () => {
    const text = feedbackAsMarkdown(standing({ headline: 'a\n# b @all <img> ```' }));
    expect(text).not.toMatch(/@ada|@all|<b>|<img>|\n# b/);
    const json = /```json\n(.*)\n```/.exec(text)?.[1] ?? '';
    expect(JSON.parse(json)).toMatchObject({ service: 'shop', head: commitOf(7), because });
    expect(text.match(/```/g)).toHaveLength(2);
  });

  it('stays within what GitHub takes, cut at a whole reason', () => {
    const child = (n: number): Reason => ({
      rule: `r${n}`,
      status: 'PERSON',
      observed: 'ö'.repeat(500),
      required: '',
      children: [],
    });
    const many = { ...because, children: Array.from({ length: 200 }, (_, n) => child(n)) };
    const text = feedbackAsMarkdown(standing({ because: many, headline: 'x'.repeat(5000) }));
    expect(text.length).toBeLessThan(65_000);
    expect(text).toMatch(/\n\nand \d+ more reasons in the record of the release\n/);
    expect(text).not.toContain('For programs');
  });
});
