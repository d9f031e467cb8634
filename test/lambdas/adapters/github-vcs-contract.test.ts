import type { CommitSha } from '../../../core/contracts/ids.ts';
import { createGitHubVcs } from '../../../lambdas/adapters/github-vcs.ts';
import { vcsContract } from '../../contracts/vcs-contract.ts';
import { makeRepository } from '../../embedded/vcs/make-repository.ts';
import { accessTo } from '../../support/github-double/access-to.ts';
import { startGitHubDouble } from '../../support/github-double/github-double.ts';

vcsContract('GitHub', async () => {
  const repository = makeRepository();
  const double = await startGitHubDouble(repository.path);
  return {
    port: createGitHubVcs(accessTo(double)),
    source: { kind: 'GITHUB', owner: 'acme', name: 'shop' },
    repository,
    productionOf: (service) => {
      const ours = double.state.deployments.filter((d) => d.environment === `${service}-production`);
      const last = ours.findLast((d) => d.statuses[0] === 'success');
      return (last?.sha ?? null) as CommitSha | null;
    },
    end: async () => {
      await double.end();
      repository.remove();
    },
  };
});
