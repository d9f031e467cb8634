import { printable } from '../../core/change/printable.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { inspectCommitMessage } from './commit-message.ts';
import { limited } from './git.ts';
import { gitIn, openRepository, type Repository } from './repository.ts';
import { resolveRef } from './resolve-ref.ts';

/** A change as a clone on this machine knows it. */
export type LocalChange = {
  readonly base: CommitSha;
  readonly head: CommitSha;
  /** After the branch that `head` names. */
  readonly change: string;
  readonly title: string;
  readonly description: string;
};

export type Refs = { readonly base: string; readonly head: string; readonly title?: string | undefined };

/** Resolves the refs of a change; InvalidInput when there is no such commit, or nothing between them. */
export async function localChange(folder: string, { base: from, head: to, title }: Refs): Promise<LocalChange> {
  const repository = await openRepository(folder);
  const base = await resolveRef(repository.path, from);
  const head = await resolveRef(repository.path, to);
  if (base === head)
    throw new InvalidInput(
      `--head: "${printable(to, 200)}" and the base are the same commit ${head}; there is nothing to submit`,
    );
  const message = await inspectCommitMessage(repository.path, head);
  return {
    ...{ base, head, change: await changeName(repository, to, head) },
    ...{ title: title ?? message.title, description: message.description },
  };
}

/** `branch/<name>`, or `commit/<id>` for what no branch names; `currentHead` of the port reads it back. */
async function changeName(repository: Repository, ref: string, head: CommitSha): Promise<string> {
  const { stdout } = await gitIn(repository, ['rev-parse', '--symbolic-full-name', '--end-of-options', ref], {
    ...limited('the answer of git'),
    codes: [0, 1, 128],
  });
  const branch = /^refs\/heads\/(.+)$/m.exec(stdout.toString('utf8'))?.[1];
  return branch === undefined || branch.length > 190 ? `commit/${head}` : `branch/${branch}`;
}
