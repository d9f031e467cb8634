import * as z from 'zod';
import { InvalidInput, Transient } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { commitShaSchema } from '../../core/contracts/ids.ts';
import type { CommitLabels } from './commit-labels.ts';
import { apiPath } from './github-http.ts';
import type { GitHubRepositoryApi } from './github-repository.ts';
import { rangeOf } from './tree-entry.ts';
import { noCommit, nothingInCommon } from './vcs-refusals.ts';

const person = z.object({ email: z.string().nullish() }).nullish();
const account = z.object({ login: z.string().optional() }).nullish();
const comparisonSchema = z.object({
  status: z.enum(['identical', 'ahead', 'behind', 'diverged']),
  total_commits: z.int().nonnegative(),
  merge_base_commit: z.object({ sha: commitShaSchema }),
  commits: z.array(
    z.object({
      sha: commitShaSchema,
      commit: z.object({ author: person, committer: person, message: z.string() }),
      author: account,
      committer: account,
    }),
  ),
});

export type Comparison = z.output<typeof comparisonSchema>;

const PER_PAGE = 100;
const MAX_COMMITS = 1000;

/** How `head` stands to `base`, with the first commits; null when one of them is missing or they share none. */
export function compareCommits(
  api: GitHubRepositoryApi,
  base: CommitSha,
  head: CommitSha,
  page = 1,
  perPage = PER_PAGE,
): Promise<Comparison | null> {
  const path = apiPath`/compare/${base}...${head}?per_page=${perPage}&page=${page}`;
  return api.json({ path, also: [404], timeoutMs: 15_000 }, comparisonSchema);
}

/** The merge base, and who wrote what in every commit base..head. InvalidInput says which commit is missing. */
export async function readCommits(
  api: GitHubRepositoryApi,
  base: CommitSha,
  head: CommitSha,
): Promise<{ readonly mergeBase: CommitSha; readonly commits: readonly CommitLabels[] }> {
  const range = rangeOf(base, head);
  const first = await compareCommits(api, base, head);
  if (first === null) throw await whyNot(api, base, head);
  const total = first.total_commits;
  if (total > MAX_COMMITS)
    throw new InvalidInput(`${range} has ${total} commits; expected at most ${MAX_COMMITS}, split the change`);
  const commits = new Map(first.commits.map((commit) => [commit.sha, commit]));
  for (let page = 2; page <= Math.ceil(total / PER_PAGE); page++)
    for (const commit of (await compareCommits(api, base, head, page))?.commits ?? []) commits.set(commit.sha, commit);
  // Somebody who is not on the list could approve their own work.
  if (commits.size !== total) throw new Transient(`GitHub gave ${commits.size} of the ${total} commits of ${range}`);
  return { mergeBase: first.merge_base_commit.sha, commits: [...commits.values()].map(labelsOf) };
}

/** Whether the repository has the commit. */
export async function hasCommit(api: GitHubRepositoryApi, commit: CommitSha): Promise<boolean> {
  return (await api.raw({ path: apiPath`/git/commits/${commit}`, also: [404, 422] })).status === 200;
}

async function whyNot(api: GitHubRepositoryApi, base: CommitSha, head: CommitSha): Promise<InvalidInput> {
  if (!(await hasCommit(api, base))) return noCommit('base', base, api.name);
  return (await hasCommit(api, head)) ? nothingInCommon(rangeOf(base, head)) : noCommit('head', head, api.name);
}

function labelsOf({ commit, author, committer }: Comparison['commits'][number]): CommitLabels {
  const people = [commit.author?.email, commit.committer?.email, author?.login, committer?.login];
  return { people: people.filter((who) => typeof who === 'string'), message: commit.message };
}
