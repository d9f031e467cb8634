import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { git, limited } from '../vcs/git.ts';
import type { Repository } from '../vcs/repository.ts';
import type { GateUser } from './gate-user.ts';
import { giveTo } from './give-to.ts';

/**
 * Checks `head` out into the empty folder as a repository of its own that only borrows the objects of the other one:
 * no hook, filter, setting or ref of the user's repository is used, and nothing a gate does to its refs reaches it.
 * For a user who cannot read the other one, the objects are copied and all is given to that user in the end.
 */
export async function checkOut(
  repository: Repository,
  head: CommitSha,
  folder: string,
  signal: AbortSignal,
  user: GateUser | null,
): Promise<void> {
  const options = { ...limited('the answer of git'), signal, userSettings: false };
  await git(folder, ['init', '--quiet', '--template=', '--initial-branch=gate'], options);
  const objects = join(repository.commonDir, 'objects');
  if (user === null) await writeFile(join(folder, '.git/objects/info/alternates'), `${objects}\n`);
  else await cp(objects, join(folder, '.git/objects'), { recursive: true });
  const settings = ['-c', 'core.autocrlf=false', '-c', 'advice.detachedHead=false'];
  await git(folder, [...settings, 'checkout', '--quiet', '--force', '--detach', head], options);
  if (user !== null) await giveTo(user, folder);
}
