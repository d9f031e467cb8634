import type { Metrics } from '../../lambdas/ports.ts';
import type { ScaledClock } from '../scaled-clock.ts';
import { ensuring } from './ensure-data-plane.ts';

/** What the data plane's proxies measured. */
export function createMetrics(home: string, clock: ScaledClock): Metrics {
  const remote = ensuring(home, clock);
  return {
    // Each proxy closes a bucket every ten seconds of this clock and shows it at once.
    cadence: { seconds: 10, lagSeconds: 0 },
    buckets: (shiftId, from, to, origin) => remote.call('buckets', { shiftId, from, to, origin }),
    history: (shiftId) => remote.call('history', { shiftId }),
  };
}
