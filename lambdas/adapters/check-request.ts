import type { Check } from '../../core/contracts/config-service.ts';
import type { CheckResult } from '../ports.ts';

export type HttpCheck = Extract<Check, { path: string }>;
export type Ask = Pick<HttpCheck, 'method' | 'path' | 'body'>;
/** One answer of a service, or in words why there is none. */
export type Answer = { readonly status: number; readonly body: string } | { readonly problem: string };
export type Finding = Pick<CheckResult, 'passed' | 'detail'>;

/** Requests of a performance check, and which of them in order of time stands for the 95th percentile (nearest rank). */
const REPEATS = 20;
const P95_RANK = 19;

/** One request, or for kind `performance` twenty, of which none may fail and 95 % must stay below the ceiling. */
export async function checkRequest(
  ask: (request: Ask) => Promise<Answer>,
  check: HttpCheck,
  p99Ms: number,
): Promise<Finding> {
  const performed = check.kind === 'performance' ? REPEATS : 1;
  const times: number[] = [];
  for (let i = 0; i < performed; i += 1) {
    const began = performance.now();
    const problem = problemOf(await ask(check), check);
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

function problemOf(answer: Answer, { expectStatus, expectBody }: HttpCheck): string | null {
  if ('problem' in answer) return answer.problem;
  if (answer.status !== expectStatus) return `status ${answer.status}, expected ${expectStatus}`;
  return expectBody === undefined || answer.body.includes(expectBody)
    ? null
    : `the answer does not contain ${JSON.stringify(expectBody)}`;
}
