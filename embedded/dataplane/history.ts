import type { History } from '../../core/contracts/measurement.ts';
import { binLatency } from './latency-bin.ts';
import { clumpingOf } from './clumping.ts';
import { HISTORY_MS } from './limits.ts';
import type { Tally } from './meter.ts';

/**
 * The old version's last hour. Percentiles are nearest-rank over the latency bins (at most 0.5 % off); everything is
 * null where no request was seen. Only what runs now is remembered, so the past is never stale. Requests are routed at random one by one, which the judge may rely on.
 */
export function historyOf(tallies: readonly Tally[], now: number): History {
  const recent = tallies.filter(({ span }) => span.end > now - HISTORY_MS);
  const first = recent[0];
  const requests = sum(recent.map((t) => t.requests));
  if (!first || requests === 0)
    return {
      errorRate: null,
      p50: null,
      p95: null,
      p99: null,
      requestsPerSecond: null,
      assignment: 'request',
      basis: 'no request in the last hour',
    };

  const bins = new Map<number, number>();
  for (const tally of recent) for (const [bin, count] of tally.bins) bins.set(bin, (bins.get(bin) ?? 0) + count);
  const sorted = [...bins].sort(([a], [b]) => a - b);
  const percentile = (share: number) => {
    let left = Math.ceil(share * requests);
    for (const [bin, count] of sorted) {
      left -= count;
      if (left <= 0) return binLatency(bin);
    }
    return null;
  };
  const usual = { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) };
  return {
    errorRate: sum(recent.map((t) => t.errors)) / requests,
    ...usual,
    requestsPerSecond: requests / Math.max(1, (now - first.span.start) / 1000),
    phi: clumpingOf(recent, usual),
    assignment: 'request',
    basis: `${requests} requests of the last hour`,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
