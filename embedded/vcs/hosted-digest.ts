import type { CommitSha, Digest } from '../../core/contracts/ids.ts';
import { treeDigest, type TreeEntry } from '../../lambdas/adapters/tree-entry.ts';
import { limited } from './git.ts';
import { gitIn, openRepository } from './repository.ts';

/** The digest of a commit as the adapters of hosted repositories compute it, from a clone. */
export async function hostedDigest(folder: string, commit: CommitSha): Promise<Digest> {
  const repository = await openRepository(folder);
  const { stdout } = await gitIn(
    repository,
    ['ls-tree', '-r', '-z', commit],
    limited('the list of files', 512 * 2 ** 20),
  );
  const tree = new Map<string, TreeEntry>();
  for (const line of stdout.toString('utf8').split('\0').filter(Boolean)) {
    const [, mode = '', id = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    tree.set(path, { mode, id, path });
  }
  return treeDigest(tree);
}
