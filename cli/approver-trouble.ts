import type { Actor } from '../core/contracts/actor.ts';
import type { Approver } from '../core/contracts/hold.ts';
import { isAuthor } from '../core/hold/is-author.ts';
import type { LocalChange } from '../embedded/vcs/local-change.ts';
import { readAuthors } from '../embedded/vcs/read-authors.ts';
import { openRepository } from '../embedded/vcs/repository.ts';

/** Why nobody could approve this change, so that it is not found out after its canary; null when somebody can. */
export async function approverTrouble(
  change: LocalChange,
  submittedBy: Actor,
  folder: string,
  approvers: readonly Approver[],
): Promise<string | null> {
  const authors = [
    ...(await readAuthors(await openRepository(folder), change.base, change.head)).authors,
    submittedBy.id,
  ];
  if (approvers.some((approver) => !isAuthor(approver, authors))) return null;
  const names = approvers.map(({ id }) => id).join(', ');
  return `nobody may approve this change: every approver of the config (${names}) wrote or submitted part of it. Add another one to "approvers"`;
}
