import { execFileSync } from 'node:child_process';

export type Comment = { id: number; body: string; performed_via_github_app: { id: number } | null };
export type Status = { context: string; state: string; description: string | null; target_url: string | null };
export type Deployment = { id: number; sha: string; task: string; environment: string; statuses: string[] };
export type Pull = { head: string; state?: 'open' | 'closed'; merged?: boolean; fork?: boolean };

/** What the double remembers beside the git repository. */
export type GitHubState = {
  readonly owner: string;
  readonly name: string;
  readonly appId: number;
  readonly path: string;
  readonly pulls: Map<number, Pull>;
  readonly comments: Map<number, Comment[]>;
  readonly statuses: Map<string, Status[]>;
  readonly deployments: Deployment[];
  nextId: number;
};

/** GitHub's git: the user's settings do not count, the attributes of the repository do. */
export function gitOf({ path }: GitHubState) {
  const env = { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  const run = (...args: string[]): Buffer =>
    execFileSync('git', ['-c', 'core.quotepath=true', ...args], {
      cwd: path,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 256 * 1024 * 1024,
    });
  const attempt = (...args: string[]): string | null => {
    try {
      return run(...args)
        .toString('utf8')
        .trim();
    } catch {
      return null;
    }
  };
  const commit = (id: string): string | null =>
    /^[0-9a-f]{40}$/.test(id) ? attempt('rev-parse', '--verify', '--quiet', `${id}^{commit}`) : null;
  return { run, attempt, commit };
}
