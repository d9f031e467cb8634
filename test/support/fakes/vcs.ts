import { InvalidInput } from '../../../core/contracts/errors.ts';
import type { CommitSha, Digest, ServiceName } from '../../../core/contracts/ids.ts';
import type { ChangeInspection, Vcs } from '../../../lambdas/ports.ts';

export type FakeVcs = Vcs & {
  /** What the one change there is consists of. */
  change: ChangeInspection;
  /** Where a change's head is now; one that is not named has not moved since `inspect` or a test set it. */
  readonly heads: Map<string, CommitSha | null>;
  /** Commits that no head contains. */
  readonly foreign: Set<CommitSha>;
  readonly digests: Map<CommitSha, Digest>;
  /** What the repository's own record says serves production. */
  readonly deployed: Map<ServiceName, CommitSha>;
};

/** A repository with one change; its refusals are those of the port. */
export function fakeVcs(change: ChangeInspection): FakeVcs {
  const vcs: FakeVcs = {
    change,
    heads: new Map(),
    foreign: new Set(),
    digests: new Map(),
    deployed: new Map(),
    inspect: async (_, maxDiffBytes) => {
      const bytes = new TextEncoder().encode(vcs.change.diff).length;
      if (bytes === 0) throw new InvalidInput('the change is empty');
      if (bytes > maxDiffBytes) throw new InvalidInput(`the diff has ${bytes} bytes; expected at most ${maxDiffBytes}`);
      return vcs.change;
    },
    contains: async (_, head, ancestor) => head === ancestor || !vcs.foreign.has(ancestor),
    currentHead: async (_, name) => vcs.heads.get(name) ?? null,
    digestOf: async (_, commit) => vcs.digests.get(commit) ?? vcs.change.digest,
    markDeployed: async (_, service, commit) => void vcs.deployed.set(service, commit),
  };
  return vcs;
}
