import type { CommitSha } from '../../../core/contracts/ids.ts';
import { createVcs } from '../../../embedded/vcs/local-vcs.ts';
import { vcsContract } from '../../contracts/vcs-contract.ts';
import { makeRepository } from './make-repository.ts';

vcsContract('git on this machine', () => {
  const repository = makeRepository();
  return {
    port: createVcs(),
    source: { kind: 'LOCAL', path: repository.path },
    repository,
    productionOf: (service) =>
      (repository.git('for-each-ref', '--format=%(objectname)', `refs/interlock/${service}/production`) ||
        null) as CommitSha | null,
    end: () => repository.remove(),
  };
});
