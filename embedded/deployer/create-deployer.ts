import type { Deployer } from '../../lambdas/ports.ts';
import type { ScaledClock } from '../scaled-clock.ts';
import { ensuring } from './ensure-data-plane.ts';

/** The deployer of one machine: the data plane in its own process, started again if it has crashed. */
export function createDeployer(home: string, clock: ScaledClock): Deployer {
  const remote = ensuring(home, clock);
  return {
    running: (service, environment) => remote.call('running', { service, environment }),
    start: (request) => remote.call('start', { ...request, steps: [...request.steps] }),
    status: (shiftId) => remote.call('status', { shiftId }),
    giveBack: (shiftId, reason) => remote.call('giveBack', { shiftId, reason: reason.slice(0, 1000) }),
    async forbid(shiftId, reason) {
      await remote.call('forbid', { shiftId, reason: reason.slice(0, 1000) });
    },
    async settle(shiftId) {
      await remote.call('settle', { shiftId });
    },
  };
}
