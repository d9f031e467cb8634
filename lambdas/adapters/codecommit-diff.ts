import { GetBlobCommand, GetDifferencesCommand, type Difference } from '@aws-sdk/client-codecommit';
import { printable } from '../../core/change/printable.ts';
import { InvalidInput, Terminal } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { codeCommit, type CodeCommitRepository } from './codecommit-repository.ts';
import { diffSection, type Side } from './diff-section.ts';
import { changesBetween, rangeOf, type Tree, type TreeEntry } from './tree-entry.ts';
import { requireReadable, tooLarge } from './vcs-refusals.ts';

type Request = {
  readonly base: CommitSha;
  readonly mergeBase: CommitSha;
  readonly head: CommitSha;
  /** At the merge base and at the head. */
  readonly before: Tree;
  readonly after: Tree;
  readonly maxBytes: number;
};

/** Ends a change of very many empty files, which the bytes of the diff would not. */
const MAX_FILES = 10_000;

/**
 * The diff from the merge base to the head, made from the contents of both sides: CodeCommit gives none. A renamed file
 * is one that went and one that came. Its list of differences must name what the two trees say has changed.
 */
export async function readCodeCommitDiff(repository: CodeCommitRepository, request: Request): Promise<string> {
  const { base, head, maxBytes } = request;
  const range = rangeOf(base, head);
  const changes = changesBetween(request.before, request.after);
  requireReadable(changes, range);
  if (changes.length > MAX_FILES)
    throw new InvalidInput(`${range} changes ${changes.length} files; expected at most ${MAX_FILES}, split the change`);
  const listed = await listedPaths(repository, request);
  const missing = changes.find(({ path }) => !listed.has(path));
  if (missing !== undefined)
    throw new InvalidInput(
      `CodeCommit's differences of ${range} leave out "${printable(missing.path, 300)}", which has changed`,
    );
  const sections: string[] = [];
  let bytes = 0;
  for (const { before, after } of changes) {
    const section = diffSection(await sideOf(repository, before, range), await sideOf(repository, after, range));
    bytes += Buffer.byteLength(section);
    if (bytes > maxBytes) throw tooLarge(range, maxBytes);
    sections.push(section);
  }
  return sections.join('');
}

async function listedPaths(repository: CodeCommitRepository, request: Request): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  let next: string | undefined;
  do {
    const command = new GetDifferencesCommand({
      repositoryName: repository.name,
      beforeCommitSpecifier: request.mergeBase,
      afterCommitSpecifier: request.head,
      MaxResults: 400,
      ...(next === undefined ? {} : { NextToken: next }),
    });
    const answer = await codeCommit(repository, 'GetDifferences', () => repository.client.send(command));
    for (const path of (answer?.differences ?? []).flatMap(pathsOf)) paths.add(path);
    if (answer?.NextToken !== undefined && answer.NextToken === next)
      throw new Terminal('CodeCommit GetDifferences: the same page came twice');
    next = answer?.NextToken;
  } while (next !== undefined && paths.size <= MAX_FILES * 2);
  return paths;
}

const pathsOf = ({ beforeBlob, afterBlob }: Difference): readonly string[] =>
  [beforeBlob?.path, afterBlob?.path].filter((path) => path !== undefined).map((path) => path.replace(/^\//, ''));

async function sideOf(repository: CodeCommitRepository, entry: TreeEntry | null, range: string): Promise<Side | null> {
  if (entry === null) return null;
  if (entry.mode === '160000') return { entry, content: new Uint8Array() };
  const command = new GetBlobCommand({ repositoryName: repository.name, blobId: entry.id });
  const answer = await codeCommit(repository, 'GetBlob', () => repository.client.send(command), [
    'FileTooLargeException',
  ]);
  if (answer === null)
    throw new InvalidInput(
      `${range} changes "${printable(entry.path, 300)}", which is larger than what CodeCommit gives out; split the change`,
    );
  if (answer.content === undefined) throw new Terminal('CodeCommit GetBlob: the answer has no content');
  return { entry, content: answer.content };
}
