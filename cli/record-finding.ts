import type { AuditVerification } from '../core/audit/audit-verification.ts';
import type { Finding } from './finding.ts';

/** What `doctor` says of the record; `of` says which part was looked at, where it was not the whole. */
export function recordFinding(
  { checked, problems }: Pick<AuditVerification, 'checked' | 'problems'>,
  of = '',
): Finding {
  const detail =
    problems.length === 0
      ? `${checked} records${of} verify`
      : `${problems.length} problems${of}: "interlock audit verify" names them`;
  return { check: 'audit log', ok: problems.length === 0, detail };
}
