import * as z from 'zod';
import { commitShaSchema } from '../../core/contracts/ids.ts';
import type { Vcs } from '../ports.ts';
import { commitLabels } from './commit-labels.ts';
import { compareCommits, hasCommit, readCommits } from './github-commits.ts';
import { markDeployedOnGitHub } from './github-deployments.ts';
import { readGitHubDiff } from './github-diff.ts';
import { apiPath } from './github-http.ts';
import { gitHubRepository, type GitHubAccess } from './github-repository.ts';
import { readGitHubTree } from './github-tree.ts';
import { treeDigest } from './tree-entry.ts';
import { changeName, noCommit } from './vcs-refusals.ts';

const READ = { contents: 'read', pull_requests: 'read' } as const;

const pullSchema = z.object({
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  head: z.object({ sha: commitShaSchema, repo: z.object({ id: z.int() }).nullable() }),
  base: z.object({ repo: z.object({ id: z.int() }) }),
});
const refSchema = z.object({ object: z.object({ type: z.string(), sha: commitShaSchema }) });

/** The port Vcs on GitHub's REST API. Nothing is checked out; what GitHub cuts short is refused. */
export function createGitHubVcs(access: GitHubAccess): Vcs {
  return {
    inspect: async ({ source, base, head }, maxDiffBytes) => {
      const api = gitHubRepository(access, source, READ);
      const { mergeBase, commits } = await readCommits(api, base, head);
      const before = await readGitHubTree(api, mergeBase, 'merge base');
      const after = await readGitHubTree(api, head, 'head');
      const diff = await readGitHubDiff(api, { base, head, before, after, maxBytes: maxDiffBytes });
      return { diff, digest: treeDigest(after), ...commitLabels(commits) };
    },
    contains: async (source, head, ancestor) => {
      const api = gitHubRepository(access, source, READ);
      const comparison = await compareCommits(api, ancestor, head, 1, 1);
      if (comparison !== null) return comparison.status === 'ahead' || comparison.status === 'identical';
      if (!(await hasCommit(api, head))) throw noCommit('head', head, api.name);
      // A commit that the repository has lost is in nobody's history.
      return false;
    },
    currentHead: async (source, change) => {
      const api = gitHubRepository(access, source, READ);
      const { kind, name } = changeName(change);
      if (kind === 'commit') {
        const commit = commitShaSchema.parse(name);
        return (await hasCommit(api, commit)) ? commit : null;
      }
      if (kind === 'branch') {
        const path = branchPath(name);
        if (path === null) return null;
        const ref = await api.json({ path: `/git/ref/heads/${path}`, also: [404, 422] }, refSchema);
        return ref?.object.type === 'commit' ? ref.object.sha : null;
      }
      const pull = await api.json({ path: apiPath`/pulls/${name}`, also: [404] }, pullSchema);
      // A pull request that was closed unmerged is withdrawn; one from a fork is never released (intake refuses it).
      if (pull === null || (pull.state === 'closed' && !pull.merged)) return null;
      return pull.head.repo?.id === pull.base.repo.id ? pull.head.sha : null;
    },
    digestOf: async (source, commit) =>
      treeDigest(await readGitHubTree(gitHubRepository(access, source, READ), commit, 'commit')),
    markDeployed: (source, service, commit) => markDeployedOnGitHub(access, source, service, commit),
  };
}

/** Each part of a branch's name encoded; null for what git does not take as one, which could lead to another address. */
function branchPath(branch: string): string | null {
  const parts = branch.split('/');
  return parts.some((part) => part === '' || part.startsWith('.')) ? null : parts.map(encodeURIComponent).join('/');
}
