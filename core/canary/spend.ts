/**
 * Shares of the false-rollback budget `alpha` by test; they sum to 0.97, the rest is unused (a leak test needs more
 * than this judge keeps). Health and gauges are not tests of luck and have no share.
 */
export const ALPHA_SHARE = {
  'error-relative': 0.65,
  'latency-relative': 0.22,
  'error-ceiling': 0.04,
  'latency-ceiling': 0.03,
  catastrophe: 0.03,
} as const;
export type TestId = keyof typeof ALPHA_SHARE;

/**
 * Share of a test's budget spent up to `elapsed` seconds after warm-up, 0 to below 1: 1 - exp(-2 elapsed / span). By the
 * planned end 86 % is spent and extensions use the rest, so the total never exceeds the budget however often one looks.
 */
export function spentBy(elapsed: number, span: number): number {
  return elapsed <= 0 ? 0 : 1 - Math.exp((-2 * elapsed) / span);
}
