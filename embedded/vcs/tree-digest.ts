import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha, Digest } from '../../core/contracts/ids.ts';
import { digestSchema } from '../../core/contracts/ids.ts';
import { limited, streamGit } from './git.ts';
import { gitIn, inGitDir } from './repository.ts';
import type { Repository } from './repository.ts';

type Entry = { readonly mode: string; readonly oid: string; readonly path: Buffer };

/**
 * Digest of the bytes that a checkout of `commit` holds, whatever its message, author or history: SHA-256 over
 * `<mode> <SHA-256 of the content>\t<path>\0` of every file, sorted by the bytes of its path. A submodule stands with
 * its commit id in place of the content. Git's own ids are SHA-1, so the content is read and hashed anew.
 */
export async function treeDigest(repository: Repository, commit: CommitSha): Promise<Digest> {
  const { stdout } = await gitIn(
    repository,
    ['ls-tree', '-r', '-z', commit],
    limited('the list of files', 512 * 1024 * 1024),
  );
  const entries = parseTree(stdout).sort((a, b) => Buffer.compare(a.path, b.path));
  const contents = await contentHashes(
    repository,
    new Set(entries.filter(({ mode }) => mode !== '160000').map(({ oid }) => oid)),
  );
  const hash = createHash('sha256');
  for (const { mode, oid, path } of entries)
    hash
      .update(`${mode} ${contents.get(oid) ?? oid}\t`)
      .update(path)
      .update('\0');
  return digestSchema.parse(`sha256:${hash.digest('hex')}`);
}

function parseTree(listing: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let start = 0; start < listing.length;) {
    const end = listing.indexOf(0, start);
    const tab = listing.indexOf(9, start);
    const [mode = '', , oid = ''] = listing.toString('latin1', start, tab).split(' ');
    entries.push({ mode, oid, path: listing.subarray(tab + 1, end) });
    start = end + 1;
  }
  return entries;
}

/** SHA-256 of each blob, streamed: no file is held as a whole. */
async function contentHashes(repository: Repository, oids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  if (oids.size === 0) return hashes;
  let head: Buffer = Buffer.alloc(0);
  let blob: { oid: string; left: number; hash: Hash } | null = null;
  const take = (chunk: Buffer): void => {
    let rest = chunk;
    while (rest.length > 0) {
      if (blob === null) {
        const end = rest.indexOf(10);
        head = Buffer.concat([head, end < 0 ? rest : rest.subarray(0, end)]);
        if (end < 0) return;
        blob = announced(head.toString('latin1'));
        head = Buffer.alloc(0);
        rest = rest.subarray(end + 1);
      } else if (blob.left > 0) {
        const part = rest.subarray(0, blob.left);
        blob.hash.update(part);
        blob.left -= part.length;
        rest = rest.subarray(part.length);
      } else {
        // The line feed that ends each object.
        hashes.set(blob.oid, blob.hash.digest('hex'));
        blob = null;
        rest = rest.subarray(1);
      }
    }
  };
  await streamGit(repository.gitDir, inGitDir(repository, ['cat-file', '--batch', '--buffer']), {
    take,
    input: lines(oids),
  });
  if (hashes.size !== oids.size) throw new InvalidInput('the repository did not give all files of the commit');
  return hashes;
}

function announced(line: string): { oid: string; left: number; hash: Hash } {
  const [oid = '', type = '', size = ''] = line.split(' ');
  if (type !== 'blob' || !/^\d+$/.test(size))
    throw new InvalidInput(`the repository lacks the file content ${oid.slice(0, 40)}; fetch it whole and try again`);
  return { oid, left: Number(size), hash: createHash('sha256') };
}

function* lines(oids: Iterable<string>): Generator<string> {
  for (const oid of oids) yield `${oid}\n`;
}
