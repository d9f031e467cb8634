import type { Source } from '../../core/contracts/change-submitted.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Vcs } from '../../lambdas/ports.ts';
import { limited } from './git.ts';
import { readAuthors } from './read-authors.ts';
import { readDiff } from './read-diff.ts';
import { gitIn, openRepository } from './repository.ts';
import type { Repository } from './repository.ts';
import { commitAt, requireCommit } from './resolve-ref.ts';
import { treeDigest } from './tree-digest.ts';

/** The port Vcs on git repositories of this machine. Reads objects only, but for the one ref of `markDeployed`. */
export function createVcs(): Vcs {
  return {
    inspect: async (change, maxDiffBytes) => {
      const repository = await openLocal(change.source);
      const diff = await readDiff(repository, change.base, change.head, maxDiffBytes);
      const labels = await readAuthors(repository, change.base, change.head);
      return { diff, digest: await treeDigest(repository, change.head), ...labels };
    },
    contains: async (source, head, ancestor) => {
      const repository = await openLocal(source);
      await requireCommit(repository, head, 'head');
      // A commit that the repository has lost is in nobody's history.
      if ((await commitAt(repository, ancestor)) === null) return false;
      const args = ['merge-base', '--is-ancestor', ancestor, head];
      return (await gitIn(repository, args, { ...limited('the answer of git'), codes: [0, 1] })).code === 0;
    },
    currentHead: async (source, change) => {
      const repository = await openLocal(source);
      const [, kind, name] = /^(branch|commit)\/(.+)$/.exec(change) ?? [];
      if (name === undefined) throw new InvalidInput('change: expected "branch/<name>" or "commit/<id>"');
      // Nothing moves a commit: it is its own head for as long as it is there.
      return commitAt(repository, kind === 'branch' ? `refs/heads/${name}` : name);
    },
    digestOf: async (source, commit) => {
      const repository = await openLocal(source);
      await requireCommit(repository, commit, 'commit');
      return treeDigest(repository, commit);
    },
    markDeployed: async (source, service, commit) => {
      const repository = await openLocal(source);
      await requireCommit(repository, commit, 'deployed commit');
      const args = ['update-ref', '-m', 'deployed', `refs/interlock/${service}/production`, commit];
      await gitIn(repository, args, limited('the answer of git'));
    },
  };
}

async function openLocal(source: Source): Promise<Repository> {
  if (source.kind !== 'LOCAL') throw new InvalidInput(`source: found ${source.kind}; expected LOCAL on one machine`);
  return openRepository(source.path);
}
