import { verify, type KeyObject } from 'node:crypto';
import type { GitHubState } from './state.ts';
import type { Reply } from './git-routes.ts';

export type Grant = {
  readonly repositories: readonly string[];
  readonly permissions: Readonly<Record<string, string>>;
};

/** The App's own addresses, which take its signed token and no other; null for the rest. */
export function appRoutes(
  state: GitHubState,
  key: KeyObject,
  grants: Map<string, Grant>,
  request: { readonly method: string; readonly path: string; readonly token: string; readonly body: unknown },
): Reply | null {
  const installation = /^\/repos\/([^/]+)\/([^/]+)\/installation$/.exec(request.path);
  if (!installation && request.path !== '/app/installations/7/access_tokens') return null;
  if (!isSigned(request.token, key, state.appId)) return { status: 401, json: { message: 'Bad credentials' } };
  if (installation) {
    const known = installation[1] === state.owner && installation[2] === state.name;
    return known ? { status: 200, json: { id: 7, app_id: state.appId } } : { status: 404, json: {} };
  }
  const token = `ghs_${grants.size + 1}`;
  grants.set(token, request.body as Grant);
  return { status: 201, json: { token, expires_at: new Date(Date.now() + 3_600_000).toISOString() } };
}

function isSigned(jwt: string, key: KeyObject, appId: number): boolean {
  const [head = '', claims = '', signature = ''] = jwt.split('.');
  const { iat, exp, iss } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
  const now = Date.now() / 1000;
  const inTime = Number(iat) <= now && now < Number(exp) && Number(exp) - Number(iat) <= 600;
  const signed = verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'));
  return inTime && signed && iss === String(appId);
}
