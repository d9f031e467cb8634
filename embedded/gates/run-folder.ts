import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcesses } from './end-processes.ts';
import type { GateUser } from './gate-user.ts';

/**
 * Run folders lie in the system's temporary folder, outside of any project: tools look upwards for their settings and
 * would find those of whatever surrounds them. The prefix tells the homes apart.
 */
const prefixOf = async (home: string): Promise<string> =>
  `interlock-gates-${createHash('sha256')
    .update(await realpath(home))
    .digest('hex')
    .slice(0, 16)}-`;

/** A fresh folder for one run, open to nobody else. */
export async function createRunFolder(home: string, user: GateUser | null = null): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), await prefixOf(home)));
  await makePlaces(folder, user);
  return folder;
}

/**
 * What a command finds in its folder: a home, room for temporary files, and a checkout that is given to the user when it
 * is complete. The folder around them stays ours, so that none of the three can be replaced.
 */
export async function makePlaces(folder: string, user: GateUser | null): Promise<void> {
  for (const name of ['home', 'tmp', 'checkout']) await mkdir(join(folder, name), { mode: 0o700 });
  if (user === null) return;
  for (const name of ['home', 'tmp']) await chown(join(folder, name), user.uid, user.gid);
  await chmod(folder, 0o711);
}

/** Ends what still runs for the folder and removes it. */
export async function removeRunFolder(folder: string): Promise<void> {
  await endProcesses(null, folder, 0);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(async () => {
    // Some tools write-protect their caches.
    await makeWritable(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });
}

/** Removes what runs of this home that died have left; only to be called while none runs. */
export async function removeStaleRunFolders(home: string): Promise<void> {
  const prefix = await prefixOf(home);
  const parent = await realpath(tmpdir());
  const stale = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  await Promise.all(stale.map((name) => removeRunFolder(join(parent, name))));
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
}
