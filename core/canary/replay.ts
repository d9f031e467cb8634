import type { Analysis, JudgeConfig } from '../contracts/analysis.ts';
import type { Bucket, History } from '../contracts/measurement.ts';
import { conclude } from './conclude.ts';
import { createWatch } from './create-watch.ts';
import { inOrder } from './in-order.ts';
import { observe } from './observe.ts';
import { testRows } from './test-rows.ts';
import type { WatchState } from './watch-state.ts';

/** Where a test stood after a bucket: its count, what it would be if the canary were no worse, and its boundary. */
export type CoursePoint = {
  readonly endSec: number;
  readonly tests: readonly {
    readonly id: string;
    readonly observed: number | null;
    readonly expectedIfNoWorse: number | null;
    readonly failsAt: number | null;
  }[];
};

export type Replay = { readonly analysis: Analysis; readonly course: readonly CoursePoint[] };

/**
 * Judges recorded buckets as a shift would: to the first FAIL, or the first planned look that passes, or the end, which
 * counts as the next look. With `course` every step of every test is kept.
 */
export function replay(
  config: JudgeConfig,
  history: History,
  buckets: readonly Bucket[],
  { course: wanted = false }: { readonly course?: boolean } = {},
): Replay {
  let state = createWatch(config, history);
  const course: CoursePoint[] = [];
  let number = 1;
  let last = 0;
  for (const bucket of inOrder(buckets)) {
    const seen = observe(state, bucket);
    state = seen.state;
    last = Math.max(last, bucket.endSec);
    if (wanted) course.push(pointOf(state, bucket.endSec));
    if (seen.decision === 'FAIL') return { analysis: conclude(state, { atSec: last }), course };
    if (last < number * config.plannedSec) continue;
    const analysis = conclude(state, { atSec: last, number });
    if (analysis.verdict === 'PASS' || number > config.extensions) return { analysis, course };
    number += 1;
  }
  return { analysis: conclude(state, { atSec: last, number }), course };
}

function pointOf(state: WatchState, endSec: number): CoursePoint {
  const tests = testRows(state).map(({ id, observed, expectedIfNoWorse, failsAt }) => ({
    id,
    observed,
    expectedIfNoWorse,
    failsAt,
  }));
  return { endSec, tests };
}
