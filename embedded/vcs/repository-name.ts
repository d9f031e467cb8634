import path from 'node:path';
import { printable } from '../../core/change/printable.ts';
import { openRepository } from './repository.ts';

/** What the log calls a repository: its folder's name, without `.git`. Remote addresses may hold credentials. */
export async function repositoryName(folder: string): Promise<string> {
  const { commonDir } = await openRepository(folder);
  const top = path.basename(commonDir) === '.git' ? path.dirname(commonDir) : commonDir;
  return printable(path.basename(top).replace(/\.git$/, '') || 'repository', 200);
}
