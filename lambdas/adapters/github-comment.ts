import * as z from 'zod';
import { safeLine } from '../../core/report/safe-text.ts';
import { feedbackAsMarkdown, stateText } from './feedback-as-markdown.ts';
import type { Feedback, Standing } from './feedback.ts';
import { apiPath } from './github-http.ts';
import { gitHubRepository, type GitHubAccess, type GitHubRepositoryApi } from './github-repository.ts';
import { changeName } from './vcs-refusals.ts';

const WRITE = { pull_requests: 'write', statuses: 'write' } as const;
const PER_PAGE = 100;
/** Pages of comments that are looked through; a discussion longer than that gets a second comment of ours. */
const MAX_PAGES = 10;

const commentSchema = z.object({
  id: z.int().positive(),
  body: z.string().nullish(),
  performed_via_github_app: z.object({ id: z.int() }).nullish(),
});
const statusesSchema = z.array(
  z.object({
    context: z.string(),
    state: z.string(),
    description: z.string().nullish(),
    target_url: z.string().nullish(),
  }),
);

/**
 * One comment for each service under the pull request, brought up to date, and one commit status on the head. `appId` is
 * the GitHub App's own: a comment of anybody else that looks like ours is left alone.
 */
export function createGitHubFeedback(access: GitHubAccess & { readonly appId: () => Promise<string> }): Feedback {
  return {
    report: async (standing) => {
      const api = gitHubRepository(access, standing.change.source, WRITE);
      await setStatus(api, standing);
      const { kind, name } = changeName(standing.change.change);
      if (kind === 'pr') await setComment(api, name, standing, await access.appId());
    },
  };
}

async function setStatus(api: GitHubRepositoryApi, standing: Standing): Promise<void> {
  const { head, service } = standing.change;
  const status = {
    state: statusOf(standing),
    context: `interlock/${service}`,
    // GitHub takes 140 characters.
    description: safeLine(`${stateText(standing)}: ${standing.headline}`, 140),
    target_url: standing.link,
  };
  // Newest first. A commit takes 1000 statuses of one context in all, so none is sent twice.
  const path = apiPath`/commits/${head}/statuses?per_page=${PER_PAGE}`;
  const known = (await api.json({ path }, statusesSchema))?.find(({ context }) => context === status.context);
  const same =
    known?.state === status.state &&
    known.description === status.description &&
    (known.target_url ?? null) === status.target_url;
  if (!same) await api.raw({ method: 'POST', path: apiPath`/statuses/${head}`, body: status });
}

/** Only DEPLOYED is a success: unknown never reads as approved. */
function statusOf({ state }: Standing): 'pending' | 'success' | 'failure' | 'error' {
  if (state.kind !== 'ENDED') return 'pending';
  if (state.outcome === 'DEPLOYED') return 'success';
  return state.outcome === 'ERRORED' || state.outcome === 'ROLLBACK_FAILED' ? 'error' : 'failure';
}

async function setComment(api: GitHubRepositoryApi, pull: string, standing: Standing, appId: string): Promise<void> {
  const { service, at } = standing.change;
  const body = `<!-- interlock:${service} ${at} -->\n${feedbackAsMarkdown(standing)}`;
  const ours = await ownComment(api, pull, service, appId);
  if (ours === null) {
    await api.raw({ method: 'POST', path: apiPath`/issues/${pull}/comments`, body: { body } });
    return;
  }
  // A release of an older head that ends late must not cover what is said of the newer one.
  if (ours.at > at || ours.body === body) return;
  await api.raw({ method: 'PATCH', path: apiPath`/issues/comments/${ours.id}`, body: { body } });
}

async function ownComment(api: GitHubRepositoryApi, pull: string, service: string, appId: string) {
  for (let page = 1; page <= MAX_PAGES; page++) {
    const path = apiPath`/issues/${pull}/comments?per_page=${PER_PAGE}&page=${page}`;
    const comments = (await api.json({ path }, z.array(commentSchema))) ?? [];
    for (const { id, body, performed_via_github_app: app } of comments) {
      const [, name, at] = /^<!-- interlock:([a-z0-9-]+) (\S+) -->\n/.exec(body ?? '') ?? [];
      if (name === service && at !== undefined && String(app?.id) === appId) return { id, at, body };
    }
    if (comments.length < PER_PAGE) return null;
  }
  return null;
}
