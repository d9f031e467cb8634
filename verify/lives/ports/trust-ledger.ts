import { trustEntrySchema, type TrustEntry } from '../../../core/contracts/trust-entry.ts';
import { checked } from '../../../lambdas/kit/checked.ts';
import type { TrustLedger } from '../../../lambdas/ports.ts';

/** By release. */
export type TrustStore = Map<string, TrustEntry>;

export function createTrustLedger(store: TrustStore): TrustLedger {
  return {
    add: async (given) => {
      const entry = checked(trustEntrySchema, given, 'trust entry');
      if (!store.has(entry.releaseId)) store.set(entry.releaseId, entry);
    },
    entries: async (agent, repository) =>
      [...store.values()]
        .filter((entry) => entry.agent === agent && entry.repository === repository)
        .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
  };
}

const sortKey = ({ closedAt, releaseId }: TrustEntry) => `${closedAt} ${releaseId}`;
