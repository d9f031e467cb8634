import type { Arm, Latency } from '../contracts/measurement.ts';

/** Bins grow by 1 %: core/contracts/measurement.ts. */
const growth = 1.01;

const shares = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
export type Percentile = keyof typeof shares;

/**
 * A percentile of all arms together in milliseconds, by nearest rank over the merged histograms (middle of the bin);
 * where only percentiles are known, the largest among them; null where nothing is known.
 */
export function percentileOf(arms: readonly Arm[], name: Percentile): number | null {
  const bins = new Map<number, number>();
  let total = 0;
  let largest: number | null = null;
  for (const { latency } of arms) {
    if (latency && 'p99' in latency && latency[name] !== null) largest = Math.max(largest ?? 0, latency[name]);
    if (!latency || !('bins' in latency)) continue;
    for (const [bin, count] of Object.entries(latency.bins)) {
      bins.set(Number(bin), (bins.get(Number(bin)) ?? 0) + count);
      total += count;
    }
  }
  let left = Math.ceil(total * shares[name]);
  for (const [bin, count] of [...bins].sort(([a], [b]) => a - b)) {
    left -= count;
    if (left <= 0) return growth ** (bin + 0.5);
  }
  return largest;
}

export const p99Of = (arms: readonly Arm[]): number | null => percentileOf(arms, 'p99');

/** Requests slower than `cutMs`, to the width of a bin; null where the latency does not tell. */
export function slowerThan(latency: Latency | undefined, cutMs: number): number | null {
  if (!latency) return null;
  if ('countAbove' in latency) return latency.countAbove[String(cutMs)] ?? null;
  if (!('bins' in latency)) return null;
  const cutBin = Math.floor(Math.log(cutMs) / Math.log(growth));
  return Object.entries(latency.bins).reduce((sum, [bin, count]) => sum + (Number(bin) > cutBin ? count : 0), 0);
}
