import type { Answer, Ask } from './check-request.ts';
import { readBounded } from './read-bounded.ts';

const TIMEOUT_MS = 10_000;
const BODY_BYTES = 1 << 20;

/** Asks a service over HTTP. `baseUrl` has no path of its own that the request's could leave. */
export async function askUrl(baseUrl: string, { method, path, body }: Ask): Promise<Answer> {
  try {
    const response = await fetch(baseUrl.replace(/\/+$/, '') + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
    });
    const text = await readBounded(response, BODY_BYTES);
    return text === null
      ? { problem: `an answer of more than ${BODY_BYTES} bytes` }
      : { status: response.status, body: text };
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') return { problem: `no whole answer within ${TIMEOUT_MS / 1000} s` };
    const { cause } = error as Error & { cause?: { code?: unknown } };
    return { problem: `no answer (${typeof cause?.code === 'string' ? cause.code : (error as Error).name})` };
  }
}
