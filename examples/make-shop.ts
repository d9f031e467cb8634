import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HERE = import.meta.dirname;

type Author = { readonly name: string; readonly email: string };
const MAYA: Author = { name: 'Maya Lindqvist', email: 'maya.lindqvist@shop.example' };
const TOMAS: Author = { name: 'Tomas Reyes', email: 'tomas.reyes@shop.example' };
const BUILDER: Author = { name: 'Shop Builder', email: 'builder-01@agents.shop.example' };

/** In the order in which they were written; the dates are fixed, so every run makes the same commit ids. */
const CHANGES = {
  good: { branch: 'feat/category-filter', author: TOMAS, date: '2026-01-06T09:12:00Z' },
  slow: { branch: 'feat/best-match-first', author: BUILDER, date: '2026-01-06T10:40:00Z' },
  failing: { branch: 'feat/average-stars', author: BUILDER, date: '2026-01-06T13:05:00Z' },
  'leaked-credential': { branch: 'feat/warehouse-export', author: TOMAS, date: '2026-01-06T14:31:00Z' },
  'schema-migration': { branch: 'feat/discontinued-products', author: MAYA, date: '2026-01-06T15:58:00Z' },
  'docs-only': { branch: 'docs/error-log', author: MAYA, date: '2026-01-06T16:20:00Z' },
} as const;
export type ChangeName = keyof typeof CHANGES;

export type ShopChange = {
  readonly branch: string;
  readonly title: string;
  readonly author: Author;
  /** Full commit id of the branch's one commit on top of main. */
  readonly head: string;
};
export type Shop = {
  readonly repository: string;
  /** Full commit id. */
  readonly main: string;
  readonly changes: Readonly<Record<ChangeName, ShopChange>>;
};

/**
 * Makes a git repository of the shop in `folder`, which must be empty or new: branch main, checked out, and one branch
 * for each folder of examples/changes. Takes no settings from the user's own git configuration.
 */
export async function makeShop(folder: string): Promise<Shop> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new Error(`${folder}: expected an empty folder for the sample shop`);
  await git(folder, MAYA, '2026-01-05T08:00:00Z', 'init', '--quiet', '--initial-branch=main');
  await cp(join(HERE, 'shop'), folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  const main = await commit(folder, MAYA, '2026-01-05T08:00:00Z', 'Shop 1.4.0: catalogue, search and cart\n');
  const changes: Partial<Record<ChangeName, ShopChange>> = {};
  for (const name of Object.keys(CHANGES) as ChangeName[]) changes[name] = await makeChange(folder, name);
  return { repository: folder, main, changes: changes as Record<ChangeName, ShopChange> };
}

async function makeChange(folder: string, name: ChangeName): Promise<ShopChange> {
  const { branch, author, date } = CHANGES[name];
  const source = join(HERE, 'changes', name);
  const message = await readFile(join(source, 'commit.txt'), 'utf8');
  await git(folder, author, date, 'switch', '--quiet', '--create', branch, 'main');
  await cp(join(source, 'files'), folder, { recursive: true });
  if (name === 'leaked-credential') await fillIn(join(folder, 'config/export.env'));
  const head = await commit(folder, author, date, message);
  await git(folder, author, date, 'switch', '--quiet', 'main');
  return { branch, title: message.split('\n')[0] ?? '', author, head };
}

/** Puts what looks like credentials where the file names them: made here, so that no file of ours holds any. */
async function fillIn(file: string): Promise<void> {
  const bytes = createHash('sha512').update('credentials of the sample shop').digest();
  const letters = (alphabet: string, from: number, n: number) =>
    Array.from({ length: n }, (_, i) => alphabet[(bytes[(from + i) % bytes.length] ?? 0) % alphabet.length]).join('');
  const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const text = await readFile(file, 'utf8');
  const filled = text
    .replace('{{ACCESS_KEY_ID}}', `AKIA${letters(upper, 0, 16)}`)
    .replace('{{SECRET_ACCESS_KEY}}', letters(`${upper}abcdefghijklmnopqrstuvwxyz0189/+`, 16, 40));
  await writeFile(file, filled);
}

async function commit(folder: string, author: Author, date: string, message: string): Promise<string> {
  await git(folder, author, date, 'add', '--all');
  await git(folder, author, date, 'commit', '--quiet', '--no-verify', `--message=${message}`);
  return (await git(folder, author, date, 'rev-parse', 'HEAD')).trim();
}

async function git(folder: string, { name, email }: Author, date: string, ...args: string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
  const { stdout } = await run('git', ['-c', 'core.hooksPath=/dev/null', '-c', 'core.autocrlf=false', ...args], {
    cwd: folder,
    env,
  });
  return stdout;
}
