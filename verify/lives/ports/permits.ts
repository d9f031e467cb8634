import type { Clock, Permit, Permits } from '../../../lambdas/ports.ts';

export type PermitStore = Map<string, Permit>;

export function createPermits(store: PermitStore, clock: Clock): Permits {
  return {
    issue: async (permit) => {
      if (store.has(permit.releaseId)) return 'EXISTS';
      store.set(permit.releaseId, permit);
      return 'ISSUED';
    },
    get: async (releaseId) => store.get(releaseId) ?? null,
    consume: async (releaseId, shiftId) => {
      const permit = store.get(releaseId);
      if (permit === undefined) return false;
      if (permit.consumedBy !== null) return permit.consumedBy === shiftId;
      if (permit.expiresAt <= clock.now()) return false;
      store.set(releaseId, { ...permit, consumedBy: shiftId });
      return true;
    },
  };
}
