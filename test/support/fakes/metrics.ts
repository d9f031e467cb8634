import type { Bucket, History } from '../../../core/contracts/measurement.ts';
import type { Metrics } from '../../../lambdas/ports.ts';

export type FakeMetrics = Omit<Metrics, 'cadence'> & {
  cadence: Metrics['cadence'];
  /** What ten seconds look like; null when nothing is measured. */
  tenSeconds: Pick<Bucket, 'canary' | 'baseline'> | null;
  past: History;
};

/** An arm whose requests take 10 ms; with `errors` of them failing. */
export function arm(requests: number, errors = 0): Bucket['canary'] {
  const bin = Math.floor(Math.log(10) / Math.log(1.01));
  return { requests, errors, latency: { bins: { [bin]: requests } }, healthChecks: 1, unhealthy: 0 };
}

/** Every ten seconds look the same until a test says otherwise. */
export function fakeMetrics(): FakeMetrics {
  const metrics: FakeMetrics = {
    cadence: { seconds: 10, lagSeconds: 0 },
    tenSeconds: { canary: arm(300), baseline: arm(5700) },
    past: { errorRate: 0, p50: 10, p95: 10, p99: 10 },
    buckets: async (_, from, to, origin) => {
      const all: Bucket[] = [];
      for (let end = 10; origin + end * 1000 <= to; end += 10)
        if (metrics.tenSeconds !== null && origin + end * 1000 > from)
          all.push({ endSec: end, durSec: 10, ...metrics.tenSeconds });
      return all;
    },
    history: async () => metrics.past,
  };
  return metrics;
}
