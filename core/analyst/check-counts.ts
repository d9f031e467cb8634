import type { AnalystQuestion } from '../contracts/analyst-question.ts';
import type { ShiftEvidence } from '../contracts/shift-evidence.ts';

type Counts = AnalystQuestion['checks'];

/** How many checks of each kind passed and failed: their names and what they say are somebody's texts. */
export function checkCounts(checks: ShiftEvidence['checks']): Counts {
  const kinds = [...new Set(checks.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const of = checks.filter((check) => check.kind === kind);
    const passed = of.filter((check) => check.passed).length;
    return { kind, passed, failed: of.length - passed };
  });
}
