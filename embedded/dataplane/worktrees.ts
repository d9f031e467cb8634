import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha, ServiceName } from '../../core/contracts/ids.ts';
import { git } from './git.ts';
import { lastLines } from './printable.ts';
import { createSerially } from './serially.ts';

/** Detached checkouts under `<home>/worktrees/<service>/<commit>`, counted: the last user's release removes one. */
export interface Worktrees {
  /** Checks the commit out if it is not there and runs `prepare` once in it; its path. */
  acquire(
    repository: string,
    service: ServiceName,
    commit: CommitSha,
    prepare: (path: string) => Promise<void>,
  ): Promise<string>;
  release(repository: string, service: ServiceName, commit: CommitSha): Promise<void>;
  /** Gives up every use of the commit and leaves the checkout, for the next data plane. */
  leave(service: ServiceName, commit: CommitSha): void;
  /** Removes every checkout of the service that nobody uses and that is not of `keep`. */
  sweep(repository: string, service: ServiceName, keep: CommitSha | null): Promise<void>;
}

export function createWorktrees(home: string): Worktrees {
  // One work at a time per checkout; git itself one at a time per repository, as its worktree list is one.
  const perPath = createSerially();
  const perRepository = createSerially();
  const users = new Map<string, number>();
  const pathOf = (service: ServiceName, commit: string) => join(home, 'worktrees', service, commit);
  const removeAt = (repository: string, path: string) => perRepository(repository, () => remove(repository, path));

  return {
    acquire(repository, service, commit, prepare) {
      const path = pathOf(service, commit);
      return perPath(path, async () => {
        if (!(await isReady(path, commit))) {
          await perRepository(repository, () => checkOut(repository, path, commit));
          try {
            await prepare(path);
            await writeFile(`${path}.ready`, '');
          } catch (error) {
            await removeAt(repository, path);
            throw error;
          }
        }
        users.set(path, (users.get(path) ?? 0) + 1);
        return path;
      });
    },
    release(repository, service, commit) {
      const path = pathOf(service, commit);
      return perPath(path, async () => {
        const left = (users.get(path) ?? 1) - 1;
        if (left > 0) return void users.set(path, left);
        users.delete(path);
        await removeAt(repository, path);
      });
    },
    leave: (service, commit) => void users.delete(pathOf(service, commit)),
    async sweep(repository, service, keep) {
      const names = await readdir(join(home, 'worktrees', service)).catch(() => []);
      const commits = new Set(names.map((name) => name.replace(/\.ready$/, '')));
      for (const commit of commits) {
        const path = pathOf(service, commit);
        await perPath(path, async () => {
          if (commit !== keep && !users.has(path)) await removeAt(repository, path);
        });
      }
    },
  };
}

/** `.ready` is written last: a checkout that a crash cut short has none and is made again. */
async function isReady(path: string, commit: CommitSha): Promise<boolean> {
  if (!existsSync(`${path}.ready`)) return false;
  return (await git(path, 'rev-parse', 'HEAD').catch(() => '')) === commit;
}

async function checkOut(repository: string, path: string, commit: CommitSha): Promise<void> {
  await git(repository, 'rev-parse', '--git-dir').catch(() => {
    throw new InvalidInput(`repository ${repository} is not a git repository`);
  });
  await git(repository, 'cat-file', '-e', `${commit}^{commit}`).catch(() => {
    throw new InvalidInput(`commit ${commit} is not in repository ${repository}`);
  });
  await remove(repository, path);
  await mkdir(join(path, '..'), { recursive: true });
  try {
    await git(repository, 'worktree', 'add', '--detach', '--force', path, commit);
  } catch (error) {
    await remove(repository, path);
    throw new InvalidInput(`commit ${commit} could not be checked out: ${lastLines(String(error), 5)}`);
  }
}

async function remove(repository: string, path: string): Promise<void> {
  await rm(`${path}.ready`, { force: true });
  await git(repository, 'worktree', 'remove', '--force', '--force', path).catch(() => undefined);
  await rm(path, { recursive: true, force: true });
}
