import type { Arm, Bucket, Latency } from '../contracts/measurement.ts';

/**
 * Buckets as the judge takes them: by the end of their stretch, those of the very same stretch put together, since they
 * are parts of one moment (several hosts). So the order in which simultaneous measurements come does not matter.
 */
export function inOrder(buckets: readonly Bucket[]): readonly Bucket[] {
  const byStretch = new Map<string, Bucket>();
  for (const bucket of buckets) {
    const key = `${bucket.endSec} ${bucket.durSec}`;
    const other = byStretch.get(key);
    byStretch.set(key, other === undefined ? bucket : together(other, bucket));
  }
  return [...byStretch.values()].sort((a, b) => a.endSec - b.endSec || b.durSec - a.durSec);
}

function together(a: Bucket, b: Bucket): Bucket {
  const baseline = a.baseline && b.baseline ? added(a.baseline, b.baseline) : (a.baseline ?? b.baseline);
  const { endSec, durSec } = a;
  return { endSec, durSec, canary: added(a.canary, b.canary), ...(baseline && { baseline }) };
}

/** Counters are summed; of gauges the higher counts, since either part can be the one that suffers. */
function added(a: Arm, b: Arm): Arm {
  const latency = latencyOf(a, b);
  return {
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    ...(latency && { latency }),
    cpu: higher(a.cpu, b.cpu),
    memory: higher(a.memory, b.memory),
    healthChecks: (a.healthChecks ?? 0) + (b.healthChecks ?? 0),
    unhealthy: (a.unhealthy ?? 0) + (b.unhealthy ?? 0),
  };
}

/** Percentiles of two parts have none together. */
function latencyOf({ latency: a }: Arm, { latency: b }: Arm): Latency | undefined {
  if (a === undefined || b === undefined) return undefined;
  if ('bins' in a && 'bins' in b) return { bins: sums(a.bins, b.bins) };
  if ('countAbove' in a && 'countAbove' in b) {
    const shared = Object.keys(a.countAbove).filter((cut) => cut in b.countAbove);
    return { countAbove: Object.fromEntries(shared.map((cut) => [cut, a.countAbove[cut]! + b.countAbove[cut]!])) };
  }
  return undefined;
}

function sums(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const bins = { ...a };
  for (const [bin, n] of Object.entries(b)) bins[bin] = (bins[bin] ?? 0) + n;
  return bins;
}

function higher(a: number | null | undefined, b: number | null | undefined): number | null {
  const known = [a, b].filter((value): value is number => value !== null && value !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}
