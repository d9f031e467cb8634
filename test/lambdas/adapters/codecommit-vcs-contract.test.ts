import type { CommitSha } from '../../../core/contracts/ids.ts';
import { createCodeCommitVcs } from '../../../lambdas/adapters/codecommit-vcs.ts';
import { vcsContract } from '../../contracts/vcs-contract.ts';
import { makeRepository } from '../../embedded/vcs/make-repository.ts';
import { codeCommitDouble } from '../../support/codecommit-double.ts';

vcsContract('CodeCommit', () => {
  const repository = makeRepository();
  const double = codeCommitDouble(repository.path);
  return {
    port: createCodeCommitVcs(double.client),
    source: { kind: 'CODECOMMIT', name: 'shop' },
    repository,
    productionOf: (service) => (double.branches.get(`interlock/${service}/production`) ?? null) as CommitSha | null,
    end: () => {
      double.end();
      repository.remove();
    },
  };
});
