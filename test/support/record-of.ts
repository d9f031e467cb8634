import type { AuditRecord, Json } from '../../core/contracts/audit-record.ts';

/** An audit record as far as a reader of the log looks at it; the chain in it is not valid. */
export function recordOf(event: string, payload: Json = {}, rationale = `because of ${event}`): AuditRecord {
  return {
    event,
    payload,
    rationale,
    key: event,
    actor: { id: 'interlock', kind: 'SYSTEM', authenticated: true },
  } as unknown as AuditRecord;
}
