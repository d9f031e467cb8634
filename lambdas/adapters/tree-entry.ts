import { createHash } from 'node:crypto';
import type { CommitSha, Digest } from '../../core/contracts/ids.ts';
import { digestSchema } from '../../core/contracts/ids.ts';

/** A file of a commit: git's mode, git's id of its content (of a submodule: its commit) and its whole path. */
export type TreeEntry = { readonly mode: string; readonly id: string; readonly path: string };

/** A whole commit by path. */
export type Tree = ReadonlyMap<string, TreeEntry>;

/** A file that two commits do not have alike; null where it is not there. */
export type TreeChange = { readonly path: string; readonly before: TreeEntry | null; readonly after: TreeEntry | null };

/**
 * Digest of what a checkout of a commit holds, whatever its message, author or history: SHA-256 over
 * `<mode> <git id>\t<path>\0` of every file, sorted by the bytes of its path. Git's ids stand for the content, because a
 * hosted repository does not hand out every file for one question; its host refuses colliding SHA-1 contents.
 */
export function treeDigest(tree: Tree): Digest {
  const hash = createHash('sha256');
  const entries = [...tree.values()].map((entry) => ({ ...entry, bytes: Buffer.from(entry.path) }));
  for (const { mode, id, bytes } of entries.sort((a, b) => Buffer.compare(a.bytes, b.bytes)))
    hash.update(`${mode} ${id}\t`).update(bytes).update('\0');
  return digestSchema.parse(`sha256:${hash.digest('hex')}`);
}

/** Every path at which the two differ in content or mode, in the order of the paths. */
export function changesBetween(before: Tree, after: Tree): readonly TreeChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((path) => {
    const [old, now] = [before.get(path) ?? null, after.get(path) ?? null];
    return old?.id === now?.id && old?.mode === now?.mode ? [] : [{ path, before: old, after: now }];
  });
}

/** `0123456789ab..0123456789ab`, as messages name what lies between two commits. */
export const rangeOf = (base: CommitSha, head: CommitSha): string => `${base.slice(0, 12)}..${head.slice(0, 12)}`;
