import type { Domain } from './field.ts';
import type { Judge } from './judge.ts';
import type { PolicySet } from './policy-set.ts';
import { LIMITS } from './limits.ts';
import { OPENINGS } from './openings.ts';
import { rowJudge, rowTables, speaksOf } from './row.ts';
import { FALSE, OPEN, TRUE } from './truth.ts';

/** What people wrote down beside the policies: allowed where an opening says so and no limit is against it. */
export function expectedIn(domain: Domain): PolicySet {
  const about = (rows: readonly ((typeof LIMITS)[number] | (typeof OPENINGS)[number])[]) =>
    rows.filter((row) => speaksOf(row, domain)).map((row) => rowTables(row, domain));
  const [limits, openings] = [about(LIMITS), about(OPENINGS)];
  const against = limits.map(rowJudge);
  const open = openings.map(rowJudge);
  return {
    tables: [...limits, ...openings].flat(),
    allowed: (point) => {
      const opened = strongest(open, point);
      if (opened === FALSE) return FALSE;
      const limited = strongest(against, point);
      if (limited === TRUE) return FALSE;
      return opened === OPEN || limited === OPEN ? OPEN : TRUE;
    },
  };
}

/** TRUE when any row speaks of the point, else OPEN when any may. */
function strongest(rows: readonly Judge[], point: Parameters<Judge>[0]): typeof TRUE | typeof FALSE | typeof OPEN {
  let answer: typeof FALSE | typeof OPEN = FALSE;
  for (const row of rows) {
    const truth = row(point);
    if (truth === TRUE) return TRUE;
    if (truth === OPEN) answer = OPEN;
  }
  return answer;
}
