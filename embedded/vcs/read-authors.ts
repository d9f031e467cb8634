import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { limited } from './git.ts';
import { gitIn } from './repository.ts';
import type { Repository } from './repository.ts';

type Labels = {
  readonly authors: readonly string[];
  readonly trailers: readonly { readonly key: string; readonly value: string }[];
};

/**
 * Who wrote the commits base..head, and their trailers (004-29). Mail addresses are those of the commits themselves: a
 * .mailmap in the change cannot rename anybody. A Co-authored-by counts wherever it stands in a message.
 */
export async function readAuthors(repository: Repository, base: CommitSha, head: CommitSha): Promise<Labels> {
  const read = async (format: string) => {
    const args = ['log', '-z', '--no-color', '--encoding=UTF-8', `--format=${format}`, head, `^${base}`, '--'];
    const { stdout } = await gitIn(repository, args, limited(`the log of ${base.slice(0, 12)}..${head.slice(0, 12)}`));
    return stdout.toString('utf8').split('\0');
  };
  const authors = new Set<string>();
  for (const commit of await read('%ae%n%ce%n%B')) {
    const [author = '', committer = '', ...message] = commit.split('\n');
    const together = message.flatMap((line) => /^\s*co-authored-by:\s*(.+)$/i.exec(line)?.[1] ?? []);
    for (const name of [author, committer, ...together.map((who) => /<([^<>]*)>/.exec(who)?.[1] ?? who)])
      if (name.trim() !== '') authors.add(name.trim().toLowerCase());
  }
  // One that is cut off could approve their own work; 500 is the bound of ChangeFacts.
  if (authors.size > 499) throw new InvalidInput(`the change has ${authors.size} authors; expected at most 499`);
  const trailers = (await read('%(trailers:only=true,unfold=true)'))
    .flatMap((block) => block.split('\n'))
    .flatMap((line) => {
      const [, key, value] = /^([^\s:]+):\s*(.*)$/.exec(line) ?? [];
      return key !== undefined && value !== undefined
        ? [{ key: plain(key).slice(0, 60), value: plain(value).slice(0, 300) }]
        : [];
    });
  return { authors: [...authors], trailers: trailers.slice(0, 50) };
}

const plain = (text: string) => text.replace(/\p{Cc}/gu, '');
