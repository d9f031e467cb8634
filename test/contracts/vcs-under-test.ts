import type { Source } from '../../core/contracts/change-submitted.ts';
import type { CommitSha, ServiceName } from '../../core/contracts/ids.ts';
import type { Vcs } from '../../lambdas/ports.ts';
import type { TestRepository } from '../embedded/vcs/make-repository.ts';

/** What the suite is given: an adapter that sees an empty repository, in which the suite makes commits and branches. */
export type VcsUnderTest = {
  readonly port: Vcs;
  readonly source: Source;
  readonly repository: TestRepository;
  /** What the host's own record says serves production, null for nothing. */
  productionOf(service: ServiceName): Promise<CommitSha | null> | CommitSha | null;
  end(): void | Promise<void>;
};

/** A commit that no repository has. */
export const NOWHERE = 'f'.repeat(40) as CommitSha;
