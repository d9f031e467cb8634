import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { printable } from '../../core/change/printable.ts';
import { InvalidInput, Terminal } from '../../core/contracts/errors.ts';
import { git, limited } from './git.ts';
import type { GitAnswer, GitOptions } from './git.ts';

/** A repository on this machine. `gitDir` holds the HEAD of this worktree; `commonDir` is shared by all its worktrees. */
export type Repository = { readonly path: string; readonly gitDir: string; readonly commonDir: string };

/** Finds the repository whose top folder (or bare folder) is `folder`; InvalidInput says what is there instead. */
export async function openRepository(folder: string): Promise<Repository> {
  const shown = printable(folder, 300);
  if (folder.includes('\0')) throw new InvalidInput(`repository: found ${shown}; expected a path`);
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new InvalidInput(`repository: there is no folder ${shown}`);
  const real = await realpath(folder);
  const { stdout } = await git(
    real,
    ['rev-parse', '--show-prefix', '--git-dir', '--git-common-dir'],
    limited('the answer of git'),
  ).catch((error: unknown) => {
    const owner = error instanceof Error && error.message.includes('dubious ownership');
    if (owner)
      throw new InvalidInput(
        `repository: ${shown} belongs to another user; allow it with: git config --global --add safe.directory ${shown}`,
      );
    if (error instanceof Terminal && /not a git repository/i.test(error.message))
      throw new InvalidInput(`repository: ${shown} is not a git repository`);
    throw error;
  });
  const [prefix = '', own = '', common = ''] = stdout.toString('utf8').split('\n');
  if (prefix !== '')
    throw new InvalidInput(
      `repository: ${shown} is not a git repository but the folder ${printable(prefix, 300)} of one`,
    );
  return { path: real, gitDir: path.resolve(real, own), commonDir: path.resolve(real, common) };
}

/**
 * Runs git on the repository's objects alone: as a bare repository, so that no attribute file of a working tree can
 * hide a change from the diff.
 */
export const gitIn = (repository: Repository, args: readonly string[], options: GitOptions): Promise<GitAnswer> =>
  git(repository.gitDir, inGitDir(repository, args), options);

export const inGitDir = (repository: Repository, args: readonly string[]): readonly string[] => [
  `--git-dir=${repository.gitDir}`,
  '--bare',
  ...args,
];
