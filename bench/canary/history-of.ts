import type { History } from '../../core/contracts/measurement.ts';
import { longHistory } from './long-history.ts';
import type { Random } from './random.ts';
import type { Process } from './scenario.ts';

/** What is known of a process, error rate to 20 % and percentiles to 5 %; the dispersion as it is. */
export function historyOf(process: Process, random: Random): History {
  const within = (part: number) => 1 + part * (2 * random.uniform() - 1);
  const { p50, p95, p99, phi } = longHistory(process);
  return {
    errorRate: process.errorRate * within(0.2),
    p50: p50 * within(0.05),
    p95: p95 * within(0.05),
    p99: p99 * within(0.05),
    requestsPerSecond: process.perMinute / 60,
    phi,
    assignment: process.clump === undefined ? 'request' : 'session',
  };
}
