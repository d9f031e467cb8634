import { gitOf, type GitHubState } from './state.ts';

export type Reply = { readonly status: number; readonly json?: unknown; readonly bytes?: Buffer };
export type Asked = {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly accept: string;
};

const notFound: Reply = { status: 404, json: { message: 'Not Found' } };
const ok = (json: unknown): Reply => ({ status: 200, json });

/** What GitHub answers from the repository itself; null for other addresses. */
export function gitRoutes(state: GitHubState, { parts, query, accept }: Asked): Reply | null {
  const [first = '', second = '', ...rest] = parts;
  if (first === 'compare') return compare(state, second, query, accept);
  if (first !== 'git') return null;
  const name = rest.join('/');
  if (second === 'commits') return commitOf(state, name);
  if (second === 'trees') return treeOf(state, name);
  if (second === 'blobs') return blobOf(state, name);
  return second === 'ref' ? refOf(state, name) : null;
}

function compare(state: GitHubState, range: string, query: URLSearchParams, accept: string): Reply {
  const git = gitOf(state);
  const [base = '', head = ''] = range.split('...').map((id) => git.commit(id) ?? '');
  const mergeBase = base && head ? git.attempt('merge-base', base, head) : null;
  if (!mergeBase) return notFound;
  if (accept.endsWith('.diff')) return { status: 200, bytes: git.run('diff', '--no-ext-diff', mergeBase, head) };
  const list = (range: string) => git.run('rev-list', '--reverse', range).toString().split('\n').filter(Boolean);
  const [ahead, behind] = [list(`${base}..${head}`), list(`${head}..${base}`)];
  const [page, perPage] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 250)];
  const status = ahead.length ? (behind.length ? 'diverged' : 'ahead') : behind.length ? 'behind' : 'identical';
  return ok({
    status,
    total_commits: ahead.length,
    merge_base_commit: { sha: mergeBase },
    commits: ahead.slice((page - 1) * perPage, page * perPage).map((sha) => {
      const format = '--format=%ae%x00%ce%x00%B';
      const [author = '', committer = '', message = ''] = git.run('log', '-1', format, sha).toString().split('\0');
      const commit = { author: { email: author }, committer: { email: committer }, message: message.trimEnd() };
      return { sha, commit, author: null, committer: null };
    }),
  });
}

function commitOf(state: GitHubState, id: string): Reply {
  const git = gitOf(state);
  const sha = git.commit(id);
  return sha ? ok({ sha, tree: { sha: git.run('rev-parse', `${sha}^{tree}`).toString().trim() } }) : notFound;
}

function treeOf(state: GitHubState, id: string): Reply {
  const listing = gitOf(state).run('ls-tree', '-r', '-t', '-z', id).toString('utf8').split('\0').filter(Boolean);
  const tree = listing.map((line) => {
    const [, mode, type, sha, path] = /^(\d+) (\w+) (\w+)\t(.*)$/s.exec(line) ?? [];
    return { path, mode, type, sha };
  });
  return ok({ sha: id, truncated: false, tree });
}

function blobOf(state: GitHubState, id: string): Reply {
  return { status: 200, bytes: gitOf(state).run('cat-file', 'blob', id) };
}

function refOf(state: GitHubState, name: string): Reply {
  const sha = gitOf(state).attempt('rev-parse', '--verify', '--quiet', `refs/${name}^{commit}`);
  return sha ? ok({ ref: `refs/${name}`, object: { type: 'commit', sha } }) : notFound;
}
