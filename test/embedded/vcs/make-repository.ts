import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CommitSha } from '../../../core/contracts/ids.ts';

export type TestRepository = {
  readonly path: string;
  git(...args: string[]): string;
  /** Writes the files (null removes one) and commits everything; returns the commit. */
  commit(files: Readonly<Record<string, string | Buffer | null>>, message?: string): CommitSha;
  remove(): void;
};

/** A real repository in a temporary folder, with fixed author and dates. */
export function makeRepository(...initArgs: string[]): TestRepository {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'interlock-test-repo-')));
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'Ada@Acme.io',
        GIT_COMMITTER_NAME: 'Cy',
        GIT_COMMITTER_EMAIL: 'cy@acme.io',
        GIT_AUTHOR_DATE: '2026-01-05T10:00:00Z',
        GIT_COMMITTER_DATE: '2026-01-05T10:00:00Z',
      },
    }).trim();
  git('init', '--quiet', '--initial-branch=main', ...initArgs);
  return {
    path,
    git,
    commit: (files, message = 'change') => {
      for (const [name, content] of Object.entries(files)) {
        const file = join(path, name);
        if (content === null) {
          rmSync(file);
          continue;
        }
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
      git('add', '--all', '--force');
      git('commit', '--quiet', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD') as CommitSha;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
