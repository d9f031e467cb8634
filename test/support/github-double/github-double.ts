import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appRoutes, type Grant } from './app-routes.ts';
import { collaborationRoutes } from './collaboration-routes.ts';
import { gitRoutes, type Reply } from './git-routes.ts';
import type { GitHubState } from './state.ts';

/** One key for all: making it takes longer than any test. */
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export type GitHubDouble = {
  readonly url: string;
  readonly state: GitHubState;
  /** The App's secret, as it lies in the secret store. */
  readonly secret: string;
  /** `GET /repos/…` of every call, oldest first. */
  readonly calls: string[];
  /** Tokens handed out, with what each may do. */
  readonly grants: ReadonlyMap<string, Grant>;
  /**
   * What a call gets in place of its answer; LOSE_REPLY does what is asked and drops the connection; HANG
   * never answers; null lets it be.
   */
  fault: ((call: string) => Fault | null) | null;
  end(): Promise<void>;
};

type Fault = (Reply & { readonly headers?: Readonly<Record<string, string>> }) | 'LOSE_REPLY' | 'HANG';

/** What a token must be allowed, by the first part of the address; GitHub answers 403 otherwise. */
const NEEDS: Readonly<Record<string, string>> = {
  ...{ compare: 'contents', git: 'contents', pulls: 'pull_requests', issues: 'pull_requests' },
  ...{ statuses: 'statuses', commits: 'statuses', deployments: 'deployments' },
};

/** GitHub's REST API for one repository, served from the real git repository in `path`. */
export async function startGitHubDouble(path: string): Promise<GitHubDouble> {
  const state: GitHubState = {
    ...{ owner: 'acme', name: 'shop', appId: 4711, path, nextId: 100 },
    ...{ pulls: new Map(), comments: new Map(), statuses: new Map(), deployments: [] },
  };
  const calls: string[] = [];
  const grants = new Map<string, Grant>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const double: GitHubDouble = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ state, calls, grants, fault: null },
    secret: JSON.stringify({ appId: state.appId, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) }),
    end: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return double;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const call = `${request.method} ${request.url}`;
    calls.push(call);
    const fault = double.fault?.(call) ?? null;
    if (fault === 'HANG') return;
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const reply: Exclude<Fault, string> = fault === null || fault === 'LOSE_REPLY' ? route(request, body) : fault;
    if (fault === 'LOSE_REPLY') return void response.destroy();
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.bytes ?? JSON.stringify(reply.json ?? {}));
  }

  function route(request: IncomingMessage, body: Record<string, unknown>): Reply {
    const { pathname, searchParams } = new URL(request.url ?? '/', double.url);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const method = request.method ?? 'GET';
    const forApp = appRoutes(state, publicKey, grants, { method, path: pathname, token, body });
    if (forApp !== null) return forApp;
    if (!grants.get(token)?.repositories.includes(state.name)) return { status: 401, json: {} };
    const [, , owner, name, ...parts] = pathname.split('/').map(decodeURIComponent);
    if (owner !== state.owner || name !== state.name) return { status: 404, json: {} };
    const allowed = grants.get(token)?.permissions[NEEDS[parts[0] ?? ''] ?? ''];
    if (allowed !== 'write' && (allowed === undefined || method !== 'GET')) return { status: 403, json: {} };
    const asked = { parts, query: searchParams, accept: request.headers.accept ?? '' };
    const reply = method === 'GET' ? gitRoutes(state, asked) : null;
    return reply ?? collaborationRoutes(state, method, asked, body) ?? { status: 404, json: {} };
  }
}
