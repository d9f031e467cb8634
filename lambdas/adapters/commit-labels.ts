import { InvalidInput } from '../../core/contracts/errors.ts';
import type { ChangeInspection } from '../ports.ts';

export type CommitLabels = {
  /** Mail addresses, and account names where the host knows them; empty ones do not count. */
  readonly people: readonly string[];
  readonly message: string;
};

/**
 * Who wrote the commits, and their trailers (004-29). A Co-authored-by counts wherever it stands in a message; an account
 * name counts beside the mail address, because GitHub lets people hide theirs behind users.noreply.github.com.
 */
export function commitLabels(commits: readonly CommitLabels[]): Pick<ChangeInspection, 'authors' | 'trailers'> {
  const authors = new Set<string>();
  for (const { people, message } of commits)
    for (const who of [...people, ...coAuthors(message)]) {
      const name = who.trim().toLowerCase();
      if (name !== '') authors.add(name);
      const account = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/.exec(name)?.[1];
      if (account !== undefined) authors.add(account);
    }
  // One that is cut off could approve their own work; 500 is the bound of ChangeFacts.
  if (authors.size > 499) throw new InvalidInput(`the change has ${authors.size} authors; expected at most 499`);
  const trailers = commits.flatMap(({ message }) => trailersOf(message)).slice(0, 50);
  return { authors: [...authors], trailers };
}

function coAuthors(message: string): readonly string[] {
  return message
    .split('\n')
    .flatMap((line) => /^\s*co-authored-by:\s*(.+)$/i.exec(line)?.[1] ?? [])
    .map((who) => /<([^<>]*)>/.exec(who)?.[1] ?? who);
}

const TRAILER = /^([A-Za-z0-9-]+)[ \t]*:\s*(.*)$/;
const BY_GIT = /^(signed-off-by: |\(cherry picked from commit )/i;

/**
 * Git's rule: the last paragraph, if it is not the title and is all trailers, or has one that git itself writes and is
 * at least a quarter trailers. A line that begins with white space goes on with the one before.
 */
function trailersOf(message: string): ChangeInspection['trailers'] {
  const [, ...paragraphs] = message
    .replaceAll('\r\n', '\n')
    .trimEnd()
    .split(/\n[ \t]*\n/);
  const lines = (paragraphs.at(-1) ?? '').replace(/\n[ \t]+/g, ' ').split('\n');
  const trailers = lines.flatMap((line) => {
    const [, key, value] = TRAILER.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [{ key: bounded(key, 60), value: bounded(value, 300) }];
  });
  const others = lines.filter((line) => !TRAILER.test(line) && !BY_GIT.test(line)).length;
  const byGit = lines.some((line) => BY_GIT.test(line));
  return others === 0 || (byGit && (lines.length - others) * 3 >= others) ? trailers : [];
}

const bounded = (text: string, max: number) =>
  text
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, max);
