import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeShop, type ChangeName, type Shop } from '../../examples/make-shop.ts';

export const CHANGES = ['good', 'slow', 'failing', 'leaked-credential', 'schema-migration', 'docs-only'] as const;
const run = promisify(execFile);

/** The sample shop in a temporary folder; `end` stops every version that was served and removes the folder. */
export async function servedShop() {
  const folder = await mkdtemp(join(tmpdir(), 'shop-'));
  const shop: Shop = await makeShop(join(folder, 'shop'));
  const processes: ChildProcess[] = [];
  const trees = new Map<string, Promise<string>>();
  const urls = new Map<string, Promise<string>>();
  const git = async (...args: string[]) => (await run('git', args, { cwd: shop.repository })).stdout;

  /** A checkout of a version, made once. */
  const checkout = (name: ChangeName | 'main') =>
    once(trees, name, async () => {
      const path = join(folder, `tree-${name}`);
      await git('worktree', 'add', '--quiet', '--detach', path, name === 'main' ? 'main' : shop.changes[name].branch);
      return path;
    });

  /** The address of a version, started once on a free port. */
  const serve = (name: ChangeName | 'main') =>
    once(urls, name, async () => {
      const cwd = await checkout(name);
      const child = spawn(process.execPath, ['src/server.js'], {
        cwd,
        env: { PORT: '0' },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      processes.push(child);
      return await new Promise<string>((resolve, reject) => {
        child.stdout.on('data', (text: Buffer) => {
          const url = /http:\/\/[\d.:]+/.exec(text.toString())?.[0];
          if (url) resolve(url);
        });
        child.on('exit', (code) => reject(new Error(`${name}: exit code ${code}`)));
      });
    });

  const end = async () => {
    for (const child of processes) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, shop, git, checkout, serve, end };
}

async function once(made: Map<string, Promise<string>>, name: string, make: () => Promise<string>): Promise<string> {
  const known = made.get(name) ?? make();
  made.set(name, known);
  return await known;
}
