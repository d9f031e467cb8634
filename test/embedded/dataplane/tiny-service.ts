import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommitSha, Digest } from '../../../core/contracts/ids.ts';
import type { Version } from '../../../core/contracts/shift.ts';

/** What the tiny service does, from a file of its commit: the versions differ in nothing else. */
interface Behaviour {
  readonly exitAtStart?: boolean;
  readonly health?: number;
  readonly failEvery?: number;
  readonly delayMs?: number;
}

const SERVER = `
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
const { name, exitAtStart, health = 200, failEvery = 0, delayMs = 0 } = JSON.parse(readFileSync('behaviour.json', 'utf8'));
if (exitAtStart || (process.env.BROKEN_FILE && existsSync(process.env.BROKEN_FILE))) {
  console.error('\\u001b[31mcannot read\\u0007 the settings\\u001b[0m');
  process.exit(3);
}
let served = 0;
createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/health') return void response.writeHead(health).end();
  if (url.pathname === '/exit') process.exit(7);
  const wait = Number(url.searchParams.get('wait') ?? delayMs);
  if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
  served += 1;
  const status = failEvery && served % failEvery === 0 ? 500 : 200;
  response.writeHead(status, { 'content-type': 'application/json', 'x-version': name, 'set-cookie': ['a=1', 'b=2'] });
  response.end(JSON.stringify({ name, method: request.method, body: Buffer.concat(chunks).toString(), headers: request.headers,
    environment: url.pathname === '/environment' ? Object.keys(process.env).sort() : [], cwd: process.cwd() }));
}).listen(Number(process.env.PORT), process.env.HOST);
`;

export interface TinyService {
  readonly repository: string;
  readonly home: string;
  commit(name: string, behaviour?: Behaviour): Version;
  git(...args: string[]): string;
  /** Paths of the checkouts that git knows, besides the repository itself. */
  checkouts(): string[];
  remove(): void;
}

/** A real git repository with a real HTTP service in a temporary folder. */
export function makeTinyService(): TinyService {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dataplane-')));
  const repository = join(folder, 'repository');
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', repository, '-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
      encoding: 'utf8',
    }).trim();
  execFileSync('git', ['init', '-q', '-b', 'main', repository]);
  writeFileSync(join(repository, 'server.mjs'), SERVER);
  let count = 0;
  return {
    repository,
    home: join(folder, 'home'),
    git,
    commit(name, behaviour = {}) {
      writeFileSync(join(repository, 'behaviour.json'), JSON.stringify({ name, ...behaviour }));
      git('add', '.');
      git('commit', '-q', '-m', name);
      count += 1;
      return {
        commit: git('rev-parse', 'HEAD') as CommitSha,
        digest: `sha256:${String(count).padStart(64, '0')}` as Digest,
      };
    },
    checkouts: () =>
      git('worktree', 'list', '--porcelain')
        .split('\n')
        .filter((line) => line.startsWith('worktree '))
        .map((line) => line.slice('worktree '.length))
        .filter((path) => path !== repository),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
