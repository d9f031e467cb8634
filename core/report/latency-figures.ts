import type { Arm, Latency } from '../contracts/measurement.ts';

/** Bins grow by 1 %: core/contracts/measurement.ts. */
const growth = 1.01;

/**
 * p99 of all arms together in milliseconds, by nearest rank over the merged histograms (middle of the bin); where only
 * percentiles are known, the largest p99 among them; null where nothing is known.
 */
export function p99Of(arms: readonly Arm[]): number | null {
  const bins = new Map<number, number>();
  let total = 0;
  let largest: number | null = null;
  for (const { latency } of arms) {
    if (latency && 'p99' in latency && latency.p99 !== null) largest = Math.max(largest ?? 0, latency.p99);
    if (!latency || !('bins' in latency)) continue;
    for (const [bin, count] of Object.entries(latency.bins)) {
      bins.set(Number(bin), (bins.get(Number(bin)) ?? 0) + count);
      total += count;
    }
  }
  let left = Math.ceil(total * 0.99);
  for (const [bin, count] of [...bins].sort(([a], [b]) => a - b)) {
    left -= count;
    if (left <= 0) return growth ** (bin + 0.5);
  }
  return largest;
}

/** Requests slower than `cutMs`, to the width of a bin; null where the latency does not tell. */
export function slowerThan(latency: Latency | undefined, cutMs: number): number | null {
  if (!latency) return null;
  if ('countAbove' in latency) return latency.countAbove[String(cutMs)] ?? null;
  if (!('bins' in latency)) return null;
  const cutBin = Math.floor(Math.log(cutMs) / Math.log(growth));
  return Object.entries(latency.bins).reduce((sum, [bin, count]) => sum + (Number(bin) > cutBin ? count : 0), 0);
}
