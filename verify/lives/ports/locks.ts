import type { ServiceName } from '../../../core/contracts/ids.ts';
import type { Environment } from '../../../core/contracts/shift.ts';
import { FREE_LOCK, lock, type LockState } from '../../../core/lock/lock.ts';
import type { Clock, Locks } from '../../../lambdas/ports.ts';

/** By service and environment. */
export type LockStore = Map<string, LockState>;
export const lockKey = (service: ServiceName, environment: Environment) => `${service} ${environment}`;

/** The locks in memory; each step is core/lock's. */
export function createLocks(store: LockStore, clock: Clock): Locks {
  const of = (service: ServiceName, environment: Environment) => store.get(lockKey(service, environment)) ?? FREE_LOCK;
  const step = <R>(
    service: ServiceName,
    environment: Environment,
    next: (state: LockState) => { readonly state: LockState; readonly result: R },
  ): R => {
    const { state, result } = next(of(service, environment));
    store.set(lockKey(service, environment), state);
    return result;
  };
  return {
    take: async (service, environment, releaseId, now) =>
      step(service, environment, (state) => lock(state, { kind: 'TAKE', releaseId, now })),
    evict: async (service, environment, fence) => {
      step(service, environment, (state) => lock(state, { kind: 'EVICT', fence, now: clock.now() }));
    },
    release: async (service, environment, releaseId) => {
      step(service, environment, (state) => lock(state, { kind: 'RELEASE', releaseId, now: clock.now() }));
    },
    holder: async (service, environment) => of(service, environment).holder,
  };
}
