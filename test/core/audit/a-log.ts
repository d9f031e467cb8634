import { chain } from '../../../core/audit/chain.ts';
import type { AuditEntry, AuditRecord } from '../../../core/contracts/audit-record.ts';
import { auditEntry, auditHead, releaseIdOf } from '../../contracts/samples.ts';

const START = Date.parse('2026-01-05T10:00:00.000Z');

/** `count` chained records of one release, a second apart, from `minute` on. */
export function chained(releaseId: string, count: number, minute = 0, more: Partial<AuditEntry> = {}): AuditRecord[] {
  const records: AuditRecord[] = [];
  for (let i = 0; i < count; i += 1) {
    const at = START + minute * 60_000 + i * 1000;
    records.push(chain(records.at(-1) ?? null, auditHead, auditEntry(releaseId, `k${i + 1}`, more), at, '0.1.0'));
  }
  return records;
}

/** The later-opened release has the smaller id, so that order by id alone would be wrong. */
export const B = releaseIdOf(2);
export const A = releaseIdOf(1);
export const C = releaseIdOf(3);

/** Lines 1 to 5 are B, 6 to 9 are A, 10 is C. */
export const twoReleases = [...chained(B, 5), ...chained(A, 4, 10), ...chained(C, 1, 20)];
