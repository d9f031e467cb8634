import { printable } from '../../core/change/printable.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import type { TreeChange } from './tree-entry.ts';

/** What every version-control adapter refuses, in the same words. */
export const tooLarge = (range: string, maxBytes: number) =>
  new InvalidInput(
    `the diff of ${range} is larger than the limit of ${maxBytes} bytes (limits.diffMb ${+(maxBytes / 1024 / 1024).toFixed(2)}); split the change`,
  );

export const noCommit = (what: string, commit: CommitSha, where: string) =>
  new InvalidInput(`${what}: there is no commit ${commit} in ${where}`);

export const nothingInCommon = (range: string) => new InvalidInput(`${range}: base and head have no commit in common`);

/** Refuses an empty change and names that no later step could tell apart once they are decoded. */
export function requireReadable(changes: readonly TreeChange[], range: string): void {
  if (changes.length === 0) throw new InvalidInput(`${range} changes nothing; expected at least one changed file`);
  // JSON cannot carry such a name: what is not UTF-8 arrives with U+FFFD in its place.
  const unreadable = changes.find(({ path }) => path.includes('\ufffd') || !path.isWellFormed());
  if (unreadable !== undefined)
    throw new InvalidInput(
      `${range} changes a file whose name is not valid UTF-8: "${printable(unreadable.path, 300)}"; rename it`,
    );
}

/** The two parts of a change's name that every host knows, and the pull request where the host has them. */
export function changeName(change: string): { readonly kind: 'pr' | 'branch' | 'commit'; readonly name: string } {
  const [, kind, name] = /^(pr(?=\/\d{1,10}$)|branch|commit(?=\/[0-9a-f]{40}$))\/(.+)$/s.exec(change) ?? [];
  if (name === undefined || (kind !== 'pr' && kind !== 'branch' && kind !== 'commit'))
    throw new InvalidInput('change: expected "pr/<number>", "branch/<name>" or "commit/<id>"');
  return { kind, name };
}
