import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { openRepository } from '../vcs/repository.ts';
import { checkOut } from './check-out.ts';
import { plainText } from './plain-text.ts';
import { runCommand } from './run-command.ts';
import { zipFolder } from './zip-folder.ts';

const LIMITS = { timeoutSeconds: 900, outputLimitKb: 10_240, memoryLimitMb: 4096 };
/** Says of which commit an artifact is; it also keeps two commits with the same bytes two versions of the function. */
const LABEL = 'interlock.json';

/**
 * The artifact of a commit: a checkout of its own, in which no gate has run, after the service's build command.
 * InvalidInput when the command fails.
 */
export async function buildArtifact(
  repository: string,
  head: CommitSha,
  command: string | undefined,
  folder: string,
): Promise<Buffer> {
  const checkout = join(await realpath(folder), 'artifact');
  await mkdir(checkout);
  const { signal } = new AbortController();
  await checkOut(await openRepository(repository), head, checkout, signal);
  if (command !== undefined) {
    const { end, tail } = await runCommand(command, { checkout, folder, signal }, LIMITS);
    if (end.kind !== 'EXIT' || end.code !== 0) {
      const how = end.kind === 'EXIT' ? `exit code ${end.code}` : end.kind;
      throw new InvalidInput(`the build command ended with ${how}: ${plainText(tail).trim().slice(-300)}`);
    }
  }
  await writeFile(join(checkout, LABEL), `${JSON.stringify({ commit: head })}\n`);
  return zipFolder(checkout);
}
