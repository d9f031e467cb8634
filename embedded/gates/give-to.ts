import { lchown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GateUser } from './gate-user.ts';

/** Makes the user the owner of a folder and all that lies in it; links are given themselves and never followed. */
export async function giveTo(user: GateUser, folder: string): Promise<void> {
  await lchown(folder, user.uid, user.gid);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(user, path);
    else await lchown(path, user.uid, user.gid);
  }
}
