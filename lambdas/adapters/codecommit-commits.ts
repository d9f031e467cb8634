import { GetCommitCommand, GetMergeCommitCommand, type Commit } from '@aws-sdk/client-codecommit';
import { InvalidInput, Terminal } from '../../core/contracts/errors.ts';
import { commitShaSchema, type CommitSha } from '../../core/contracts/ids.ts';
import { codeCommit, type CodeCommitRepository } from './codecommit-repository.ts';
import type { CommitLabels } from './commit-labels.ts';
import { noCommit } from './vcs-refusals.ts';

const MAX_COMMITS = 500;
const NO_COMMIT = ['CommitDoesNotExistException', 'CommitIdDoesNotExistException', 'InvalidCommitException'];

export async function findCommit(repository: CodeCommitRepository, commitId: string): Promise<Commit | null> {
  const command = new GetCommitCommand({ repositoryName: repository.name, commitId });
  const answer = await codeCommit(repository, 'GetCommit', () => repository.client.send(command), [
    ...NO_COMMIT,
    'InvalidCommitIdException',
  ]);
  return answer?.commit ?? null;
}

export async function requireCodeCommit(repository: CodeCommitRepository, commit: CommitSha, what: string) {
  const found = await findCommit(repository, commit);
  if (found === null) throw noCommit(what, commit, repository.name);
  return found;
}

/** The newest commit that both have; null when they share none or one of them is not there. */
export async function mergeBaseOf(repository: CodeCommitRepository, base: CommitSha, head: CommitSha) {
  const command = new GetMergeCommitCommand({
    repositoryName: repository.name,
    sourceCommitSpecifier: head,
    destinationCommitSpecifier: base,
  });
  const answer = await codeCommit(repository, 'GetMergeCommit', () => repository.client.send(command), NO_COMMIT);
  if (answer?.baseCommitId === undefined || answer.baseCommitId === '') return null;
  const parsed = commitShaSchema.safeParse(answer.baseCommitId);
  if (!parsed.success) throw new Terminal('CodeCommit GetMergeCommit: the merge base is no commit id');
  return parsed.data;
}

type Queued = { readonly id: string; readonly commit: Commit; excluded: boolean };

/**
 * Every commit that is reachable from `head` and not from `mergeBase`, newest first, as `git log head ^mergeBase` walks.
 * When clocks were wrong it may take in a commit too many, which can only exclude an approver.
 */
export async function readCodeCommits(
  repository: CodeCommitRepository,
  mergeBase: CommitSha,
  head: CommitSha,
): Promise<readonly CommitLabels[]> {
  const seen = new Map<string, Queued>();
  const waiting = new Set<Queued>();
  const take = async (id: string, excluded: boolean): Promise<void> => {
    const known = seen.get(id);
    if (known !== undefined) {
      if (excluded && !known.excluded) waiting.add(Object.assign(known, { excluded }));
      return;
    }
    if (seen.size >= MAX_COMMITS)
      throw new InvalidInput(
        `${mergeBase.slice(0, 12)}..${head.slice(0, 12)} has too long a history; expected at most ${MAX_COMMITS} commits, split the change`,
      );
    const commit = await findCommit(repository, id);
    if (commit === null) throw new InvalidInput(`the repository lacks the commit ${id.slice(0, 40)}`);
    const queued = { id, commit, excluded };
    seen.set(id, queued);
    waiting.add(queued);
  };
  await take(head, head === mergeBase);
  await take(mergeBase, true);
  while ([...waiting].some(({ excluded }) => !excluded)) {
    const next = [...waiting].reduce((a, b) => (comesFirst(b, a) ? b : a));
    waiting.delete(next);
    for (const parent of next.commit.parents ?? []) await take(parent, next.excluded);
  }
  return [...seen.values()].filter(({ excluded }) => !excluded).map(({ commit }) => labelsOf(commit));
}

/** Of two of one second, what is excluded: its parents are known as such before the other's are. */
function comesFirst(a: Queued, b: Queued): boolean {
  const later = dateOf(a.commit) - dateOf(b.commit);
  return later > 0 || (later === 0 && a.excluded && !b.excluded);
}

/** CodeCommit writes git's own form: seconds since 1970 and the zone. */
const dateOf = ({ committer }: Commit): number => Number(/^\d+/.exec(committer?.date ?? '')?.[0] ?? 0);

function labelsOf({ author, committer, message }: Commit): CommitLabels {
  return { people: [author?.email ?? '', committer?.email ?? ''], message: message ?? '' };
}
