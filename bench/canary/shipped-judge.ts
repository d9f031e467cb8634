import { conclude } from '../../core/canary/conclude.ts';
import { createWatch } from '../../core/canary/create-watch.ts';
import { observe } from '../../core/canary/observe.ts';
import { judgeConfigSchema } from '../../core/contracts/analysis.ts';
import type { Analysis } from '../../core/contracts/analysis.ts';
import type { Bucket, History } from '../../core/contracts/measurement.ts';
import type { Outcome } from './outcome.ts';

/** Planned looks, seconds since the watch began: at each a canary that is proven passes. */
export const LOOKS = [600, 1200, 1800] as const;

export type Course = {
  readonly outcome: Outcome;
  /** Which look, from 1, it passed at. */
  readonly passedAt: number | null;
  readonly analysis: Analysis;
};

/**
 * The shipped judge, through nothing but what it offers, with its own settings but for `alpha`. Ends at the first FAIL,
 * at the first PASS of a look, or after the last look that is given.
 */
export function shippedJudge(
  buckets: readonly Bucket[],
  history: History,
  alpha?: number,
  looks: readonly number[] = LOOKS.slice(0, 1),
): Course {
  let state = createWatch(judgeConfigSchema.parse(alpha === undefined ? {} : { alpha }), history);
  let next = 0;
  for (const [i, atSec] of looks.entries()) {
    for (; next < buckets.length && buckets[next]!.endSec <= atSec; next += 1) {
      const { endSec } = buckets[next]!;
      const seen = observe(state, buckets[next]!);
      state = seen.state;
      if (seen.decision === 'FAIL') return ended('ROLLED_BACK', endSec, conclude(state, { atSec: endSec }), null);
    }
    const look = { atSec, number: i + 1 };
    const analysis = conclude(state, look);
    if (analysis.verdict === 'FAIL') return ended('ROLLED_BACK', atSec, analysis, null);
    if (analysis.verdict === 'PASS') return ended('PROMOTED', atSec, analysis, i + 1);
    if (i === looks.length - 1) return ended('INCONCLUSIVE', atSec, analysis, null);
  }
  throw new Error('looks: found none; expected one or more');
}

function ended(answer: Outcome['answer'], atSec: number, analysis: Analysis, passedAt: number | null): Course {
  return { outcome: { answer, atSec }, analysis, passedAt };
}
