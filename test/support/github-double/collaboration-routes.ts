import type { Asked, Reply } from './git-routes.ts';
import { gitOf, type GitHubState } from './state.ts';

const notFound: Reply = { status: 404, json: { message: 'Not Found' } };
const ok = (json: unknown): Reply => ({ status: 200, json });
const made = (json: unknown): Reply => ({ status: 201, json });
type Body = Readonly<Record<string, unknown>>;

/** Pull requests, comments, commit statuses and deployments; null for other addresses. */
export function collaborationRoutes(state: GitHubState, method: string, asked: Asked, body: Body): Reply | null {
  const [first = '', second = '', third = ''] = asked.parts;
  const address = `${method} ${first}${third ? `/${third}` : ''}`;
  if (address === 'GET pulls') return pull(state, Number(second));
  if (address === 'GET issues/comments') return ok(page(state.comments.get(Number(second)) ?? [], asked.query));
  if (address === 'POST issues/comments') {
    const comment = { id: state.nextId++, body: String(body['body']), performed_via_github_app: { id: state.appId } };
    state.comments.set(Number(second), [...(state.comments.get(Number(second)) ?? []), comment]);
    return made(comment);
  }
  if (method === 'PATCH' && first === 'issues' && second === 'comments') {
    const comment = [...state.comments.values()].flat().find(({ id }) => id === Number(third));
    if (comment === undefined) return notFound;
    if (comment.performed_via_github_app?.id !== state.appId) return { status: 403, json: {} };
    return ok(Object.assign(comment, { body: String(body['body']) }));
  }
  if (address === 'GET commits/statuses') return ok(page(state.statuses.get(second) ?? [], asked.query));
  if (address === 'POST statuses') {
    const status = { context: '', state: '', description: null, target_url: null, ...body };
    state.statuses.set(second, [status, ...(state.statuses.get(second) ?? [])]);
    return made(status);
  }
  return first === 'deployments' ? deployments(state, address, asked, body) : null;
}

function deployments(state: GitHubState, address: string, { parts, query }: Asked, body: Body): Reply | null {
  const one = state.deployments.find(({ id }) => id === Number(parts[1]));
  if (address === 'GET deployments') {
    const [environment, task] = [query.get('environment'), query.get('task')];
    return ok(page(state.deployments.filter((d) => d.environment === environment && d.task === task).reverse(), query));
  }
  if (address === 'POST deployments') {
    const deployment = { id: state.nextId++, sha: '', task: '', environment: '', statuses: [], ...body };
    state.deployments.push({ ...deployment, sha: String(body['ref']) });
    return made(deployment);
  }
  if (one === undefined) return notFound;
  if (address === 'POST deployments/statuses') return made({ id: one.statuses.unshift(String(body['state'])) });
  return ok(
    page(
      one.statuses.map((status) => ({ state: status })),
      query,
    ),
  );
}

function pull(state: GitHubState, number: number): Reply {
  const found = state.pulls.get(number);
  if (found === undefined) return notFound;
  const sha = gitOf(state).attempt('rev-parse', found.head) ?? '';
  const head = { sha, repo: { id: found.fork ? 2 : 1 } };
  return ok({ number, state: found.state ?? 'open', merged: found.merged ?? false, head, base: { repo: { id: 1 } } });
}

function page<T>(items: readonly T[], query: URLSearchParams): readonly T[] {
  const [number, size] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 30)];
  return items.slice((number - 1) * size, number * size);
}
