import type { Check } from '../../core/contracts/config-service.ts';
import type { CheckResult } from '../../lambdas/ports.ts';

type HttpCheck = Extract<Check, { path: string }>;
type Finding = Pick<CheckResult, 'passed' | 'detail'>;

const TIMEOUT_MS = 10_000;
const BODY_BYTES = 1 << 20;
/** Requests of a performance check, and which of them in order of time stands for the 95th percentile (nearest rank). */
const REPEATS = 20;
const P95_RANK = 19;

/** One request, or for kind `performance` twenty, of which none may fail and 95 % must stay below the ceiling. */
export async function httpCheck(baseUrl: string, check: HttpCheck, p99Ms: number): Promise<Finding> {
  const times: number[] = [];
  for (let i = 0; i < (check.kind === 'performance' ? REPEATS : 1); i += 1) {
    const began = performance.now();
    const problem = await requestOnce(baseUrl, check);
    if (problem !== null) return { passed: false, detail: `${check.method} ${check.path}: ${problem}` };
    times.push(performance.now() - began);
  }
  if (check.kind !== 'performance')
    return { passed: true, detail: `${check.method} ${check.path}: ${check.expectStatus}` };
  const p95 = times.sort((a, b) => a - b)[P95_RANK - 1] ?? Infinity;
  return {
    passed: p95 <= p99Ms,
    detail: `95th percentile ${p95.toFixed(1)} ms of ${REPEATS}, expected at most ${p99Ms} ms`,
  };
}

/** Null when the answer is as expected, else what was wrong. */
async function requestOnce(baseUrl: string, check: HttpCheck): Promise<string | null> {
  try {
    const response = await fetch(baseUrl + check.path, {
      method: check.method,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(check.body !== undefined && { body: check.body, headers: { 'content-type': 'application/json' } }),
    });
    const body = await readBounded(response);
    if (response.status !== check.expectStatus) return `status ${response.status}, expected ${check.expectStatus}`;
    if (check.expectBody !== undefined && !body.includes(check.expectBody))
      return `the answer does not contain ${JSON.stringify(check.expectBody)}`;
    return null;
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') return `no whole answer within ${TIMEOUT_MS / 1000} s`;
    return `no answer (${(error as Error & { cause?: { code?: string } }).cause?.code ?? (error as Error).message})`;
  }
}

/** The first megabyte; the rest is not read. */
async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) break;
    chunks.push(part.value);
    size += part.value.length;
    if (size >= BODY_BYTES) {
      await reader?.cancel();
      break;
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}
