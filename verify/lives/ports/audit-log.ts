import { chain } from '../../../core/audit/chain.ts';
import type { AuditRecord } from '../../../core/contracts/audit-record.ts';
import type { AuditLog, Clock } from '../../../lambdas/ports.ts';

export type AuditStore = Map<string, AuditRecord[]>;

/** The audit log in memory: records by release, in order. */
export function createAuditLog(store: AuditStore, clock: Clock): AuditLog {
  return {
    append: async (head, entry) => {
      const records = store.get(entry.releaseId) ?? [];
      const known = records.find(({ key }) => key === entry.key);
      if (known !== undefined) return known;
      const record = chain(records.at(-1) ?? null, head, entry, clock.now(), 'interlock/lives');
      store.set(entry.releaseId, [...records, record]);
      return record;
    },
    records: async (releaseId) => store.get(releaseId) ?? [],
  };
}
