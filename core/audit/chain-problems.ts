import type { AuditProblem } from './audit-verification.ts';
import type { Damaged, Intact } from './inspect-record.ts';
import { missingRecords } from './missing-records.ts';

/**
 * What the numbers and hashes of each release say: damaged lines (with the number that is missing where they stand),
 * missing records, and records that were rewritten together with their own hash. `intact` has no two of one number.
 */
export function chainProblems(intact: readonly Intact[], damaged: readonly Damaged[]): AuditProblem[] {
  const belongs = new Map<Damaged, { readonly releaseId: string; readonly seq: number }>();
  const problems: AuditProblem[] = [];
  for (const records of Map.groupBy(intact, (i) => i.record.releaseId).values()) {
    let previous: Intact | null = null;
    for (const next of records.toSorted((a, b) => a.record.seq - b.record.seq)) {
      const { releaseId, seq, prevHash } = next.record;
      const expected: number = previous ? previous.record.seq + 1 : 1;
      if (seq > expected) {
        const afterLine = (previous ?? lastBefore(intact, next.line))?.line ?? 0;
        const gap = { releaseId, from: expected, to: seq - 1, afterLine, beforeLine: next.line };
        const open = damaged.filter((d) => !belongs.has(d));
        problems.push(...missingRecords(gap, open, (d, seqThere) => belongs.set(d, { releaseId, seq: seqThere })));
      } else if (prevHash !== (previous?.record.hash ?? null)) {
        problems.push(rewritten(previous ?? next, next));
      }
      previous = next;
    }
  }
  for (const d of damaged)
    problems.push({ releaseId: d.releaseId, seq: d.seq, ...belongs.get(d), line: d.line, what: d.what });
  return problems;
}

/** Whoever changes a record and its hash leaves the old hash in the record after it: the earlier one is named. */
function rewritten(one: Intact, next: Intact): AuditProblem {
  const { releaseId, seq } = one.record;
  const what =
    one === next
      ? 'rewritten: a first record has no hash of a record before it'
      : `rewritten: record ${next.record.seq} (line ${next.line}) remembers another hash of it`;
  return { releaseId, seq, line: one.line, what };
}

function lastBefore(intact: readonly Intact[], line: number): Intact | undefined {
  return intact.findLast((i) => i.line < line);
}
