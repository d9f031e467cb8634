import type { AuditProblem } from './audit-verification.ts';
import type { Intact } from './inspect-record.ts';

/**
 * Names the records that do not stand where an export puts them: releases one after the other, by the instant of their
 * first record, then by id; within a release by number. Two swapped lines are exactly two problems; a moved line names
 * every record that it pushed aside. A release without an intact first record keeps its place among the releases.
 */
export function misplacedRecords(intact: readonly Intact[]): AuditProblem[] {
  const groups = [...Map.groupBy(intact, (i) => i.record.releaseId).values()].map((group) =>
    group.toSorted((a, b) => a.record.seq - b.record.seq),
  );
  const dated = groups.filter(startsAtOne).sort(byFirstRecord);
  const expected = groups.flatMap((group) => (startsAtOne(group) ? dated.shift()! : group));
  const place = new Map(expected.map((one, i) => [one, intact[i]!.line]));
  return intact.flatMap((one, i) => {
    if (expected[i] === one) return [];
    const { releaseId, seq } = one.record;
    return [{ releaseId, seq, line: one.line, what: `out of place: it belongs at line ${place.get(one)}` }];
  });
}

function startsAtOne(group: readonly Intact[]): boolean {
  return group[0]?.record.seq === 1;
}

function byFirstRecord(a: readonly Intact[], b: readonly Intact[]): number {
  const [one, two] = [a[0]!.record, b[0]!.record];
  return compare(one.at, two.at) || compare(one.releaseId, two.releaseId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
