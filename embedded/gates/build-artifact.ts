import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IMAGE_FOLDER } from '../../core/contracts/ecs-target.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha, Digest } from '../../core/contracts/ids.ts';
import { openRepository } from '../vcs/repository.ts';
import { checkOut } from './check-out.ts';
import { plainText } from './plain-text.ts';
import { runCommand } from './run-command.ts';
import { hasImage, takeImage } from './take-image.ts';
import { zipFolder } from './zip-folder.ts';

const LIMITS = { timeoutSeconds: 900, outputLimitKb: 10_240, memoryLimitMb: 4096 };
/** Says of which commit an artifact is; it also keeps two commits with the same bytes two versions of the function. */
const LABEL = 'interlock.json';

export type BuiltArtifact = { readonly zip: Buffer; readonly image: Digest | null };

/**
 * The artifact of a commit: a checkout of its own, in which no gate has run, after the service's build command; and the
 * container image that the command left (IMAGE_FOLDER), which is moved to `image` in `folder`. InvalidInput when the
 * command fails or the image is not what it says.
 */
export async function buildArtifact(
  repository: string,
  head: CommitSha,
  command: string | undefined,
  folder: string,
): Promise<BuiltArtifact> {
  const checkout = join(await realpath(folder), 'artifact');
  await mkdir(checkout);
  const { signal } = new AbortController();
  await checkOut(await openRepository(repository), head, checkout, signal);
  // What was committed is what its author wants and not what was built.
  if (await hasImage(checkout))
    throw new InvalidInput(`${IMAGE_FOLDER} is in the repository: only the build command may make it`);
  if (command !== undefined) {
    const { end, tail } = await runCommand(command, { checkout, folder, signal }, LIMITS);
    if (end.kind !== 'EXIT' || end.code !== 0) {
      const how = end.kind === 'EXIT' ? `exit code ${end.code}` : end.kind;
      throw new InvalidInput(`the build command ended with ${how}: ${plainText(tail).trim().slice(-300)}`);
    }
  }
  await writeFile(join(checkout, LABEL), `${JSON.stringify({ commit: head })}\n`);
  const image = await takeImage(checkout, join(folder, 'image'));
  return { zip: await zipFolder(checkout), image };
}
