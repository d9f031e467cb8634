import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { git, limited } from '../vcs/git.ts';
import type { Repository } from '../vcs/repository.ts';

/**
 * Checks `head` out into the empty folder as a repository of its own that only borrows the objects of the other one:
 * no hook, filter, setting or ref of the user's repository is used, and nothing a gate does to its refs reaches it.
 */
export async function checkOut(
  repository: Repository,
  head: CommitSha,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const options = { ...limited('the answer of git'), signal, userSettings: false };
  await git(folder, ['init', '--quiet', '--template=', '--initial-branch=gate'], options);
  await writeFile(join(folder, '.git/objects/info/alternates'), `${join(repository.commonDir, 'objects')}\n`);
  const settings = ['-c', 'core.autocrlf=false', '-c', 'advice.detachedHead=false'];
  await git(folder, [...settings, 'checkout', '--quiet', '--force', '--detach', head], options);
}
