import type { AuditProblem } from './audit-verification.ts';
import type { Damaged } from './inspect-record.ts';

/** A stretch of numbers that no intact record of the release has, and the lines between which they belong. */
export type Gap = {
  readonly releaseId: string;
  readonly from: number;
  readonly to: number;
  readonly afterLine: number;
  readonly beforeLine: number;
};

/**
 * Explains a gap. A damaged line that states one of its numbers, or else stands where the gap is, is taken for the
 * record that is missing, and `claim` is told so. The numbers that remain are named as missing.
 */
export function missingRecords(
  gap: Gap,
  damaged: readonly Damaged[],
  claim: (line: Damaged, seq: number) => void,
): AuditProblem[] {
  const found = new Set<number>();
  const take = (d: Damaged, seq: number) => {
    found.add(seq);
    claim(d, seq);
  };
  const rest = damaged.filter((d) => {
    const { seq } = d;
    const fits = d.releaseId === gap.releaseId && seq !== null && seq >= gap.from && seq <= gap.to && !found.has(seq);
    if (fits) take(d, seq);
    return !fits;
  });
  let next = gap.from;
  for (const d of rest.filter((d) => d.line > gap.afterLine && d.line < gap.beforeLine)) {
    while (found.has(next)) next += 1;
    if (next <= gap.to) take(d, next);
  }
  const problems: AuditProblem[] = [];
  let from = gap.from;
  for (const seq of [...found, gap.to + 1].sort((a, b) => a - b)) {
    if (from < seq) problems.push(missing(gap, from, seq - 1));
    from = seq + 1;
  }
  return problems;
}

function missing({ releaseId, beforeLine }: Gap, from: number, to: number): AuditProblem {
  const which = from === to ? `record ${from} is` : `records ${from} to ${to} are`;
  return { releaseId, seq: from, line: beforeLine, what: `${which} missing before this line: deleted` };
}
