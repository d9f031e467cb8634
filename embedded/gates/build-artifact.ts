import { chmod, lchown, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { openRepository } from '../vcs/repository.ts';
import { checkOut } from './check-out.ts';
import type { GateUser } from './gate-user.ts';
import { plainText } from './plain-text.ts';
import { runCommand } from './run-command.ts';
import { makePlaces } from './run-folder.ts';
import { zipFolder } from './zip-folder.ts';

const LIMITS = { timeoutSeconds: 900, outputLimitKb: 10_240, memoryLimitMb: 4096 };
/** Says of which commit an artifact is; it also keeps two commits with the same bytes two versions of the function. */
const LABEL = 'interlock.json';

/**
 * The artifact of a commit: a checkout of its own, in which no gate has run, after the service's build command.
 * InvalidInput when the command fails or leaves what cannot be an artifact.
 */
export async function buildArtifact(
  repository: string,
  head: CommitSha,
  command: string | undefined,
  runFolder: string,
  user: GateUser | null,
): Promise<Buffer> {
  const folder = join(await realpath(runFolder), 'build');
  await mkdir(folder);
  await makePlaces(folder, user);
  const checkout = join(folder, 'checkout');
  const { signal } = new AbortController();
  await checkOut(await openRepository(repository), head, checkout, signal, user);
  if (command !== undefined) {
    const { end, tail } = await runCommand(command, { checkout, folder, signal, user }, LIMITS);
    if (end.kind !== 'EXIT' || end.code !== 0) {
      const how = end.kind === 'EXIT' ? `exit code ${end.code}` : end.kind;
      throw new InvalidInput(`the build command ended with ${how}: ${plainText(tail).trim().slice(-300)}`);
    }
  }
  await label(checkout, head, user);
  return zipFolder(checkout, user);
}

/** What lies under the label's name is the command's: a link there would have us write wherever it leads. */
async function label(checkout: string, head: CommitSha, user: GateUser | null): Promise<void> {
  const file = join(checkout, LABEL);
  await rm(file, { recursive: true, force: true });
  await writeFile(file, `${JSON.stringify({ commit: head })}\n`, { flag: 'wx' });
  await chmod(file, 0o644);
  if (user !== null) await lchown(file, user.uid, user.gid);
}
