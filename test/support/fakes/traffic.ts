import type { History } from '../../../core/contracts/measurement.ts';
import type { Traffic } from '../../../lambdas/ports.ts';

export type FakeTraffic = Traffic & { past: History };

/** Enough for any canary until a test says otherwise. */
export function fakeTraffic(): FakeTraffic {
  const traffic: FakeTraffic = {
    past: { errorRate: 0, p50: 10, p95: 10, p99: 10, requestsPerSecond: 600 },
    recent: async () => traffic.past,
  };
  return traffic;
}
