import { SHARE_ABOVE, type Usual } from './latency-cuts.ts';

type Point = { readonly share: number; readonly ms: number };

/**
 * The share of requests, 0 to 0.01, slower than `ms` (at least the p99) by the running version's own tail: the line
 * through p95 and p99 in logarithms of share and time, prolonged. Without a p95 half as many take twice as long.
 */
export function shareSlowerThan(ms: number, usual: Usual & { readonly p99: number }): number {
  const { p95, p99 } = usual;
  if (ms <= p99) return SHARE_ABOVE.p99;
  if (p95 !== null && p95 >= p99) return 0;
  const steepness = p95 === null ? 1 : Math.log(SHARE_ABOVE.p95 / SHARE_ABOVE.p99) / Math.log(p99 / p95);
  return SHARE_ABOVE.p99 * (ms / p99) ** -steepness;
}

/** The latency, ms, that `share` of requests (0.01 to 0.5) exceed, between the known percentiles; null beyond them. */
export function latencyAbove(share: number, usual: Usual): number | null {
  const points = (['p99', 'p95', 'p50'] as const).flatMap((p): Point[] =>
    usual[p] === null ? [] : [{ share: SHARE_ABOVE[p], ms: usual[p] }],
  );
  for (const [i, to] of points.entries()) {
    if (share > to.share) continue;
    const from = points[i - 1];
    if (from === undefined) return share === to.share ? to.ms : null;
    const along = Math.log(share / from.share) / Math.log(to.share / from.share);
    return from.ms * (to.ms / from.ms) ** along;
  }
  return null;
}
