import * as z from 'zod';
import type { Source } from '../../core/contracts/change-submitted.ts';
import type { CommitSha, ServiceName } from '../../core/contracts/ids.ts';
import { hasCommit } from './github-commits.ts';
import { apiPath } from './github-http.ts';
import { gitHubRepository, type GitHubAccess } from './github-repository.ts';
import { noCommit } from './vcs-refusals.ts';

const WRITE = { contents: 'read', deployments: 'write' } as const;
const TASK = 'interlock';
const deploymentSchema = z.object({ id: z.int().positive() });
const statusesSchema = z.array(z.object({ state: z.string() }));

/**
 * GitHub's own record of what serves production: a successful deployment in the environment `<service>-production`. A ref
 * would need the right to write code. Called again for the newest deployment, it changes nothing.
 */
export async function markDeployedOnGitHub(
  access: GitHubAccess,
  source: Source,
  service: ServiceName,
  commit: CommitSha,
): Promise<void> {
  const api = gitHubRepository(access, source, WRITE);
  if (!(await hasCommit(api, commit))) throw noCommit('deployed commit', commit, api.name);
  const environment = `${service}-production`;
  // Newest first: an older deployment of the same commit does not count once another one came after it.
  const newest = await api.json(
    { path: apiPath`/deployments?environment=${environment}&task=${TASK}&per_page=1` },
    z.array(deploymentSchema.extend({ sha: z.string() })),
  );
  const known = newest?.find(({ sha }) => sha === commit)?.id;
  const id = known ?? (await create());
  const statuses = await api.json({ path: apiPath`/deployments/${id}/statuses?per_page=1` }, statusesSchema);
  if (statuses?.[0]?.state === 'success') return;
  await api.raw({
    method: 'POST',
    path: apiPath`/deployments/${id}/statuses`,
    body: { state: 'success', environment, description: 'Released by Interlock', auto_inactive: true },
  });

  async function create(): Promise<number> {
    const body = {
      ref: commit,
      task: TASK,
      environment,
      description: `${service} in production`,
      production_environment: true,
      // Interlock has decided already: GitHub is to merge nothing and to wait for no other check.
      auto_merge: false,
      required_contexts: [],
    };
    return (await api.json({ method: 'POST', path: '/deployments', body }, deploymentSchema))!.id;
  }
}
