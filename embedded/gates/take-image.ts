import { lstat, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { IMAGE_FOLDER } from '../../core/contracts/ecs-target.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { Digest } from '../../core/contracts/ids.ts';
import type { GateUser } from './gate-user.ts';
import { readOciLayout } from './oci-layout.ts';

export const hasImage = async (checkout: string): Promise<boolean> =>
  (await lstat(join(checkout, IMAGE_FOLDER)).catch(() => null)) !== null;

/** Takes the image that a build command left out of its checkout, to `into`; null when it left none. */
export async function takeImage(checkout: string, into: string, user: GateUser | null): Promise<Digest | null> {
  if (!(await hasImage(checkout))) return null;
  const folder = join(checkout, IMAGE_FOLDER);
  if (!(await lstat(folder)).isDirectory()) throw new InvalidInput(`${IMAGE_FOLDER}: expected a folder`);
  const { digest } = await readOciLayout(folder, user);
  await rename(folder, into);
  return digest;
}
