import { constants } from 'node:fs';
import { open, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import type { GateUser } from './gate-user.ts';

/** Larger reports are refused: they would have to be held in memory as a whole. */
export const REPORT_LIMIT_BYTES = 20 * 1024 * 1024;

/** The report's place, if its folder exists and lies within the checkout, links followed; null otherwise. */
async function placeOf(checkout: string, path: string): Promise<string | null> {
  const file = join(checkout, path);
  const folder = await realpath(dirname(file)).catch(() => null);
  const root = await realpath(checkout);
  if (folder === null || (folder !== root && !folder.startsWith(root + sep))) return null;
  return join(folder, basename(file));
}

/** Takes away a report that the commit brought along or an earlier gate wrote: only this gate's own counts. */
export async function removeOldReport(checkout: string, path: string): Promise<void> {
  const file = await placeOf(checkout, path);
  if (file !== null) await rm(file, { recursive: true, force: true });
}

/**
 * The report's text; throws with words for people when there is none to trust. What does not belong to the user whose
 * gate should have written it is another's file that was linked here: it is not read.
 */
export async function readReport(checkout: string, path: string, user: GateUser | null): Promise<string> {
  const file = await placeOf(checkout, path);
  if (file === null) throw new Error('no report was written in the checkout');
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      throw new Error(error.code === 'ENOENT' ? 'no report was written' : 'the report cannot be opened');
    },
  );
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new Error('the report is not a plain file');
    if (user !== null && stat.uid !== user.uid) throw new Error('the report belongs to another user');
    const { size } = stat;
    if (size > REPORT_LIMIT_BYTES) throw new Error(`the report is larger than ${REPORT_LIMIT_BYTES} bytes`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
