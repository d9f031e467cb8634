import { parseDiff } from '../../core/change/parse-diff.ts';
import type { ChangedFile } from '../../core/change/changed-file.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { diffSection, isBinaryContent, type Side } from './diff-section.ts';
import { apiPath } from './github-http.ts';
import type { GitHubRepositoryApi } from './github-repository.ts';
import { rangeOf, type Tree, type TreeEntry } from './tree-entry.ts';
import { tooLarge } from './vcs-refusals.ts';

export type DiffRequest = {
  readonly base: CommitSha;
  readonly head: CommitSha;
  /** At the merge base and at the head. */
  readonly before: Tree;
  readonly after: Tree;
  readonly maxBytes: number;
};

const MAX_BINARY_FILES = 300;

/**
 * A .gitattributes file in the change can make git print "Binary files differ" for plain code. Each file that is said to
 * be binary is looked at, and one that is text is put into the diff as what it is.
 */
export async function showHiddenText(api: GitHubRepositoryApi, diff: string, request: DiffRequest): Promise<string> {
  const range = rangeOf(request.base, request.head);
  const files = parseDiff(diff);
  const binary = files.filter((file) => file.binary).length;
  if (binary > MAX_BINARY_FILES)
    throw new InvalidInput(
      `${range} changes ${binary} binary files; expected at most ${MAX_BINARY_FILES}, split the change`,
    );
  const sections = diff.split(/(?<=^|\n)(?=diff --git )/).filter((section) => section.trim() !== '');
  const shown: string[] = [];
  for (const [index, section] of sections.entries()) {
    const file = files[index];
    shown.push(file?.binary ? ((await textSection(api, file, request)) ?? section) : section);
  }
  const whole = shown.join('');
  if (Buffer.byteLength(whole) > request.maxBytes) throw tooLarge(range, request.maxBytes);
  return whole;
}

/** Null when it is binary on one side at least. */
async function textSection(
  api: GitHubRepositoryApi,
  file: ChangedFile,
  { before, after, base, head, maxBytes }: DiffRequest,
): Promise<string | null> {
  const sides = [before.get(file.oldPath ?? file.path), after.get(file.path)];
  const contents: (Side | null)[] = [];
  for (const entry of sides) {
    if (entry === undefined) contents.push(null);
    else if (isBinaryContent(await read(api, entry, 8000))) return null;
    else contents.push({ entry, content: await read(api, entry, maxBytes + 1) });
  }
  const [old = null, now = null] = contents;
  if ([old, now].some((side) => (side?.content.byteLength ?? 0) > maxBytes))
    throw tooLarge(rangeOf(base, head), maxBytes);
  return old === null && now === null ? null : diffSection(old, now);
}

/** The first bytes of a file's content. */
async function read(api: GitHubRepositoryApi, entry: TreeEntry, maxBytes: number): Promise<Buffer> {
  const path = apiPath`/git/blobs/${entry.id}`;
  return (await api.raw({ path, accept: 'application/vnd.github.raw+json', maxBytes, timeoutMs: 15_000 })).body;
}
