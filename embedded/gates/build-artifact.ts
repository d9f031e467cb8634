import { chmod, lchown, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IMAGE_FOLDER } from '../../core/contracts/ecs-target.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha, Digest } from '../../core/contracts/ids.ts';
import { openRepository } from '../vcs/repository.ts';
import { checkOut } from './check-out.ts';
import type { GateUser } from './gate-user.ts';
import { plainText } from './plain-text.ts';
import { runCommand } from './run-command.ts';
import { makePlaces } from './run-folder.ts';
import { hasImage, takeImage } from './take-image.ts';
import { zipFolder } from './zip-folder.ts';

const LIMITS = { timeoutSeconds: 900, outputLimitKb: 10_240, memoryLimitMb: 4096 };
/** Says of which commit an artifact is; it also keeps two commits with the same bytes two versions of the function. */
const LABEL = 'interlock.json';

export type BuiltArtifact = { readonly zip: Buffer; readonly image: Digest | null };

/**
 * The artifact of a commit: a checkout of its own, in which no gate has run, after the service's build command; and the
 * container image that the command left (IMAGE_FOLDER), which is moved to `image` in the run's folder. InvalidInput when
 * the command fails or leaves what cannot be an artifact.
 */
export async function buildArtifact(
  repository: string,
  head: CommitSha,
  command: string | undefined,
  runFolder: string,
  user: GateUser | null,
): Promise<BuiltArtifact> {
  const folder = join(await realpath(runFolder), 'build');
  await mkdir(folder);
  await makePlaces(folder, user);
  const checkout = join(folder, 'checkout');
  const { signal } = new AbortController();
  await checkOut(await openRepository(repository), head, checkout, signal, user);
  // What was committed is what its author wants and not what was built.
  if (await hasImage(checkout))
    throw new InvalidInput(`${IMAGE_FOLDER} is in the repository: only the build command may make it`);
  if (command !== undefined) {
    const { end, tail } = await runCommand(command, { checkout, folder, signal, user }, LIMITS);
    if (end.kind !== 'EXIT' || end.code !== 0) {
      const how = end.kind === 'EXIT' ? `exit code ${end.code}` : end.kind;
      throw new InvalidInput(`the build command ended with ${how}: ${plainText(tail).trim().slice(-300)}`);
    }
  }
  await label(checkout, head, user);
  const image = await takeImage(checkout, join(runFolder, 'image'), user);
  return { zip: await zipFolder(checkout, user), image };
}

/** What lies under the label's name is the command's: a link there would have us write wherever it leads. */
async function label(checkout: string, head: CommitSha, user: GateUser | null): Promise<void> {
  const file = join(checkout, LABEL);
  await rm(file, { recursive: true, force: true });
  await writeFile(file, `${JSON.stringify({ commit: head })}\n`, { flag: 'wx' });
  await chmod(file, 0o644);
  if (user !== null) await lchown(file, user.uid, user.gid);
}
