import type { Traffic } from '../../lambdas/ports.ts';
import type { ScaledClock } from '../scaled-clock.ts';
import { ensuring } from './ensure-data-plane.ts';

/** What the data plane's proxy counted in the last hour. */
export function createTraffic(home: string, clock: ScaledClock): Traffic {
  const remote = ensuring(home, clock);
  return { recent: (service) => remote.call('traffic', { service }) };
}
