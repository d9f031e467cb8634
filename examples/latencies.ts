/** Milliseconds; null while nothing was timed. */
export type LatencyFigures = {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
};

const GROWTH = Math.log(1.01);
const FINEST_MS = 0.01;

/** Counts latencies in bins of 1 %, so that memory does not grow with the number of requests. */
export function latencies(): { add(ms: number): void; figures(): LatencyFigures } {
  const bins = new Map<number, number>();
  let total = 0;
  let max: number | null = null;

  const percentile = (share: number): number | null => {
    let seen = 0;
    for (const [bin, n] of [...bins].sort(([a], [b]) => a - b)) {
      seen += n;
      if (seen >= share * total) return Number((FINEST_MS * Math.exp((bin + 0.5) * GROWTH)).toFixed(2));
    }
    return null;
  };

  return {
    add(ms) {
      const bin = Math.max(0, Math.floor(Math.log(ms / FINEST_MS) / GROWTH));
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
      total++;
      max = Math.max(max ?? 0, ms);
    },
    figures: () => ({ p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99), max }),
  };
}
