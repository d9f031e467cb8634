import { printable } from '../../core/change/printable.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import { commitShaSchema } from '../../core/contracts/ids.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { limited } from './git.ts';
import { gitIn, openRepository } from './repository.ts';
import type { Repository } from './repository.ts';

/** The commit that `ref` (branch, tag, id, `HEAD~2`) names in the repository at `folder`; InvalidInput if there is none. */
export async function resolveRef(folder: string, ref: string): Promise<CommitSha> {
  const repository = await openRepository(folder);
  const commit = await commitAt(repository, ref);
  if (commit === null)
    throw new InvalidInput(
      `unknown ref "${printable(ref, 200)}" in ${printable(folder, 300)}; expected a branch, tag or commit`,
    );
  return commit;
}

/** The same within an open repository; null if there is no such commit. */
export async function commitAt(repository: Repository, ref: string): Promise<CommitSha | null> {
  if (ref === '' || ref.length > 300 || /[\0\n]/.test(ref)) return null;
  const { code, stdout } = await gitIn(
    repository,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`],
    { ...limited('the answer of git'), codes: [0, 1, 128] },
  );
  const parsed = commitShaSchema.safeParse(stdout.toString('utf8').trim());
  return code === 0 && parsed.success ? parsed.data : null;
}

/** Refuses, with words for people, what is not a commit of the repository. */
export async function requireCommit(repository: Repository, commit: CommitSha, what: string): Promise<void> {
  if ((await commitAt(repository, commit)) !== commit)
    throw new InvalidInput(`${what}: there is no commit ${commit} in ${printable(repository.path, 300)}`);
}
