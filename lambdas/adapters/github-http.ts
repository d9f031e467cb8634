import { InvalidInput, Terminal, Transient } from '../../core/contracts/errors.ts';

export type GitHubRequest = {
  readonly method?: 'GET' | 'POST' | 'PATCH';
  /** Below the API's base URL, with its query; made by `apiPath`. */
  readonly path: string;
  readonly token: string;
  readonly accept?: string;
  readonly body?: unknown;
  /** Bytes of the answer that are kept; beyond, `complete` is false and the rest is never read. */
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  /** Statuses beside 2xx that are answers and no faults. */
  readonly also?: readonly number[];
};
export type GitHubAnswer = { readonly status: number; readonly body: Buffer; readonly complete: boolean };
export type GitHubHttp = (request: GitHubRequest) => Promise<GitHubAnswer>;

/** Larger than any list that is asked for here: a tree of 100 000 files is 7 MB at most by GitHub's own limit. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * GitHub's REST API. Rate limits, 5xx and faults of the network are Transient; every other status that `also` does not
 * name is Terminal. No message holds the token or GitHub's own text.
 */
export function createGitHubHttp(apiUrl: string): GitHubHttp {
  const base = checkedApi(apiUrl);
  return async (request) => {
    const method = request.method ?? 'GET';
    const what = `GitHub ${method} ${request.path.replace(/\?.*$/s, '')}`;
    const signal = AbortSignal.timeout(request.timeoutMs ?? 5000);
    try {
      const response = await fetch(`${base}${request.path}`, {
        method,
        // A renamed repository answers with its new address; the config names the one that is meant.
        redirect: 'manual',
        signal,
        headers: {
          accept: request.accept ?? 'application/vnd.github+json',
          authorization: `Bearer ${request.token}`,
          'x-github-api-version': '2022-11-28',
          'user-agent': 'interlock',
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      const answer = await bounded(response, request.maxBytes ?? MAX_BYTES);
      if (response.ok || request.also?.includes(response.status)) return answer;
      throw faultOf(what, response, answer);
    } catch (error) {
      if (error instanceof Transient || error instanceof Terminal) throw error;
      throw new Transient(`${what}: ${signal.aborted ? 'no answer in time' : 'not reached'}`);
    }
  };
}

async function bounded(response: Response, maxBytes: number): Promise<GitHubAnswer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (size > maxBytes) break;
  }
  const body = Buffer.concat(chunks);
  return { status: response.status, body: body.subarray(0, maxBytes), complete: size <= maxBytes };
}

function faultOf(what: string, { status, headers }: Response, { body }: GitHubAnswer): Error {
  // GitHub answers 403 both for a used-up rate limit and for a missing permission; the headers tell them apart.
  const limited =
    headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after') || /rate limit/i.test(body.toString());
  if (status === 429 || (status === 403 && limited)) return new Transient(`${what}: the rate limit is used up`);
  if (status >= 500) return new Transient(`${what}: GitHub answered ${status}`);
  if (status === 401) return new Terminal(`${what}: GitHub does not accept the credentials`);
  if (status === 403) return new Terminal(`${what}: access denied; check the permissions of the GitHub App`);
  if (status >= 300 && status < 400) return new Terminal(`${what}: the repository has another name now`);
  return new Terminal(`${what}: GitHub answered ${status}`);
}

/** A path whose parts cannot leave their places: each is encoded, and "." and ".." are refused. */
export function apiPath(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const encoded = values.map((value) => {
    const text = String(value);
    if (text === '' || text === '.' || text === '..')
      throw new InvalidInput(`source: found "${text}"; expected a name in GitHub`);
    return encodeURIComponent(text);
  });
  return String.raw({ raw: parts }, ...encoded);
}

function checkedApi(apiUrl: string): string {
  const url = URL.canParse(apiUrl) ? new URL(apiUrl) : null;
  const loopback = url !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback)))
    throw new InvalidInput('GITHUB_API_URL: expected https://host/path, or http:// to this machine');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
