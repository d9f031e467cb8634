import type { Analysis } from '../contracts/analysis.ts';
import { count, percent } from './figures.ts';

/** What a canary saw in the end, beside what it was planned to see (core/canary/canary-statement.ts). */
export function canarySaw({ bad, pass }: Pick<Analysis, 'bad' | 'pass'>): string {
  const seen = `${count(bad.canaryRequests)} canary requests in all, ${count(bad.canaryErrors)} of them failed`;
  return pass === null
    ? seen
    : `${seen}; an error rate above ${percent(pass.upperBound95)} is ruled out at 95 %, the limit is ${percent(pass.limit)}`;
}
