import { VERIFICATION_NOTE, type AuditProblem, type AuditVerification } from './audit-verification.ts';
import { chainProblems } from './chain-problems.ts';
import { inspectRecord, type Inspected, type Intact } from './inspect-record.ts';
import { misplacedRecords } from './misplaced-records.ts';
import { plainText } from './plain-text.ts';

/**
 * Checks records in the order of their file, of one release or of many. Names every record that was changed, deleted
 * from the middle, swapped, moved, doubled, or that is not of version 1. It cannot see a tail that was cut off.
 */
export function verifyRecords(records: Iterable<unknown>): AuditVerification {
  return verifyInspected(Array.from(records, (record, i) => inspectRecord(record, i + 1)));
}

export function verifyInspected(inspected: readonly Inspected[]): AuditVerification {
  const { kept, problems } = withoutDoubles(inspected.filter((i) => i.kind === 'INTACT'));
  const chains = chainProblems(
    kept,
    inspected.filter((i) => i.kind === 'DAMAGED'),
  );
  const all = [...problems, ...chains, ...misplacedRecords(kept)];
  return {
    checked: inspected.length,
    releases: new Set(kept.map((i) => i.record.releaseId)).size,
    problems: all
      .map((p) => ({ ...p, releaseId: p.releaseId === null ? null : plainText(p.releaseId) }))
      .sort((a, b) => a.line - b.line),
    note: VERIFICATION_NOTE,
  };
}

/** Of several records with one number the first is kept. */
function withoutDoubles(intact: readonly Intact[]): { kept: Intact[]; problems: AuditProblem[] } {
  const first = new Map<string, Intact>();
  const problems: AuditProblem[] = [];
  for (const one of intact) {
    const { releaseId, seq, hash } = one.record;
    const place = JSON.stringify([releaseId, seq]);
    const other = first.get(place);
    if (!other) first.set(place, one);
    else {
      const same = other.record.hash === hash;
      const what = same
        ? `doubled: it is also at line ${other.line}`
        : `a different record ${seq} is at line ${other.line}`;
      problems.push({ releaseId, seq, line: one.line, what });
    }
  }
  return { kept: [...first.values()], problems };
}
