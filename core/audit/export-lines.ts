import type { AuditRecord } from '../contracts/audit-record.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * The export: JSON Lines, one canonical record to a line, each line ended by a line feed. Records come in export order:
 * releases by the instant of their first record, then by id; within a release by seq. verify-export checks the order.
 */
export function exportLines(records: Iterable<AuditRecord>): string {
  return Array.from(records, (record) => `${canonicalJson(record, 'record')}\n`).join('');
}
