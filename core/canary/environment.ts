import { addShare, ceilingRate, NO_SHARE, type BaselineBucket, type CeilingId, type Share } from './ceilings.ts';
import type { WatchState } from './watch-state.ts';

/** Share of a limit from which the baseline's own breach puts the environment, not the canary, under suspicion. */
const NEAR = 0.8;
/** Seconds of the baseline that are looked at as the present. */
const PRESENT_SEC = 60;

/** The baseline's buckets of the last minute, `now` included. */
export function presentOf(before: readonly BaselineBucket[], now: BaselineBucket): readonly BaselineBucket[] {
  return [...before, now].filter(({ endSec }) => endSec > now.endSec - PRESENT_SEC);
}

/**
 * Whether a breach of a ceiling is not held against the canary: the baseline breaks 80 % of the same limit in this
 * bucket, in the last minute, or in all of the watch (canary.md, *Tests*).
 */
export function isHeld({ recent, baselineOver, config }: HeldBy, id: CeilingId): boolean {
  const rate = ceilingRate(id, config);
  const last = recent.at(-1)?.[id] ?? NO_SHARE;
  const minute = recent.map((bucket) => bucket[id]).reduce(addShare, NO_SHARE);
  return [last, minute, baselineOver[id]].some((share) => isNear(share, rate));
}
type HeldBy = Pick<WatchState, 'recent' | 'baselineOver' | 'config'>;

/** True when a share is above 80 % of `rate`. */
export function isNear({ events, requests }: Share, rate: number): boolean {
  return requests > 0 && events / requests > NEAR * rate;
}
