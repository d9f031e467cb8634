import { printable } from '../../core/change/printable.ts';
import { InvalidInput } from '../../core/contracts/errors.ts';
import type { CommitSha } from '../../core/contracts/ids.ts';
import { limited } from './git.ts';
import { gitIn } from './repository.ts';
import type { Repository } from './repository.ts';
import { requireCommit } from './resolve-ref.ts';

/**
 * What `head` changes since it left `base`: the diff from their merge base to `head`, as a pull request shows it. Code
 * that only `base` has since then is no part of it (`contains` tells whether `head` lacks what runs).
 * Raw diff-tree, whose output no setting of a user changes; content that is not UTF-8 is decoded with replacements.
 */
export async function readDiff(
  repository: Repository,
  base: CommitSha,
  head: CommitSha,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<string> {
  await requireCommit(repository, base, 'base');
  await requireCommit(repository, head, 'head');
  const range = `${base.slice(0, 12)}..${head.slice(0, 12)}`;
  const answer = await gitIn(repository, ['merge-base', base, head], {
    ...limited('the answer of git'),
    codes: [0, 1],
    signal,
  });
  const from = answer.stdout.toString('utf8').trim();
  if (answer.code !== 0 || from === '') throw new InvalidInput(`${range}: base and head have no commit in common`);
  await requireReadableNames(repository, from, head, range, signal);
  const { stdout } = await gitIn(
    repository,
    [
      ...['diff-tree', '-r', '-p', '--full-index', '--find-renames', '-l1000', '-U3', '--no-color', '--no-ext-diff'],
      ...[
        '--no-textconv',
        '--src-prefix=a/',
        '--dst-prefix=b/',
        '--submodule=short',
        '--ignore-submodules=none',
        '--no-relative',
      ],
      ...[from, head, '--'],
    ],
    {
      limitBytes: maxBytes,
      tooLarge: () =>
        new InvalidInput(
          `the diff of ${range} is larger than the limit of ${maxBytes} bytes (limits.diffMb ${+(maxBytes / 1024 / 1024).toFixed(2)}); split the change`,
        ),
      signal,
    },
  );
  return stdout.toString('utf8');
}

/** Refuses an empty change and names that no later step could tell apart once they are decoded. */
async function requireReadableNames(
  repository: Repository,
  from: string,
  head: CommitSha,
  range: string,
  signal?: AbortSignal,
): Promise<void> {
  const { stdout } = await gitIn(
    repository,
    ['diff-tree', '-r', '-z', '--name-only', '--no-renames', from, head, '--'],
    {
      ...limited(`the list of files that ${range} changes`),
      signal,
    },
  );
  if (stdout.length === 0) throw new InvalidInput(`${range} changes nothing; expected at least one changed file`);
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  for (let start = 0; start < stdout.length;) {
    const end = stdout.indexOf(0, start);
    const name = stdout.subarray(start, end);
    try {
      utf8.decode(name);
    } catch {
      throw new InvalidInput(`${range} changes a file whose name is not valid UTF-8: "${escaped(name)}"; rename it`);
    }
    start = end + 1;
  }
}

const escaped = (name: Buffer): string =>
  printable(
    [...name]
      .map((b) =>
        b >= 0x20 && b < 0x7f && b !== 0x5c ? String.fromCharCode(b) : `\\x${b.toString(16).padStart(2, '0')}`,
      )
      .join(''),
    300,
  );
