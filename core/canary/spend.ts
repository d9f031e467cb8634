/** Every statistical question the judge asks, in the order of a report. */
export const TEST_IDS = ['errRel', 'errAbs', 'p50', 'p95', 'p99', 'latAbs', 'resp', 'catastrophic'] as const;
export type TestId = (typeof TEST_IDS)[number];

/**
 * Shares of the false-rollback budget `alpha` by test (canary.md, *Tests*). Together 1, so by the union bound a canary
 * that is no worse than its baseline is failed with at most `alpha`. The 3 % of the seeds' latency limits are split
 * between the p99 ceiling and the limit on response time. Gauges and health have no share: see gauge-blocks.ts.
 */
export const ALPHA_SHARE: Readonly<Record<TestId | 'leak', number>> = {
  errRel: 0.65,
  errAbs: 0.04,
  p50: 0.04,
  p95: 0.08,
  p99: 0.1,
  latAbs: 0.02,
  resp: 0.01,
  catastrophic: 0.03,
  leak: 0.03,
};

/**
 * Share of a budget spent up to `elapsed` seconds, 0 to below 1: 1 - exp(-2 elapsed / span). By the planned end 86 % is
 * spent and extensions use the rest, so the total never exceeds the budget however often one looks (Lan and DeMets).
 */
export function spentBy(elapsed: number, span: number): number {
  return elapsed <= 0 ? 0 : 1 - Math.exp((-2 * elapsed) / span);
}
