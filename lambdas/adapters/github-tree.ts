import * as z from 'zod';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { apiPath } from './github-http.ts';
import type { GitHubRepositoryApi } from './github-repository.ts';
import type { Tree } from './tree-entry.ts';
import { noCommit } from './vcs-refusals.ts';

const id = z.string().regex(/^[0-9a-f]{40}$/);
const commitSchema = z.object({ sha: id, tree: z.object({ sha: id }) });
const treeSchema = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({
      path: z.string().min(1),
      mode: z.string().regex(/^[0-7]{6}$/),
      type: z.enum(['blob', 'tree', 'commit']),
      sha: id,
    }),
  ),
});

/** Git's id of the tree without files, which GitHub does not store. */
const EMPTY = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** Every file of a commit. A listing that GitHub cut is refused: what is not listed would go unseen. */
export async function readGitHubTree(api: GitHubRepositoryApi, commit: CommitSha, what: string): Promise<Tree> {
  const found = await api.json({ path: apiPath`/git/commits/${commit}`, also: [404, 422] }, commitSchema);
  if (found?.sha !== commit) throw noCommit(what, commit, api.name);
  const path = apiPath`/git/trees/${found.tree.sha}?recursive=1`;
  const listing = found.tree.sha === EMPTY ? null : await api.json({ path, timeoutMs: 15_000 }, treeSchema);
  if (listing?.truncated)
    throw new InvalidInput(
      `${what}: GitHub lists only ${listing.tree.length} files of ${commit.slice(0, 12)}; the repository is too large to be read whole`,
    );
  return new Map(
    (listing?.tree ?? [])
      .filter(({ type }) => type !== 'tree')
      .map(({ path: name, mode, sha }) => [name, { path: name, mode, id: sha }]),
  );
}
