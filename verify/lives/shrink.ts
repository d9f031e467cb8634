import { replayLife, type Life, type LifeOptions } from './life.ts';

/** Lives that are lived for one shrinking at most. */
const BUDGET = 600;

/** What went wrong, without the names and figures that differ from life to life. */
export function kindOf({ violations }: Life): string | null {
  return violations[0]?.replace(/rel-[0-9a-f]+/g, 'a release').replace(/\d+(\.\d+)?/g, '#') ?? null;
}

/**
 * Makes the choices of a failing life plainer for as long as it fails in the same way: cuts its end, leaves out stretches
 * and sets stretches to 0, which is always the plainest choice, in ever smaller pieces. Returns the plainest found.
 */
export async function shrink(choices: readonly number[], options: LifeOptions = {}): Promise<readonly number[]> {
  const wanted = kindOf(await replayLife(choices, options));
  if (wanted === null) return choices;
  let best = choices;
  let lives = 0;
  const take = async (candidate: readonly number[]): Promise<boolean> => {
    if (lives >= BUDGET || !isPlainer(candidate, best)) return false;
    lives += 1;
    if (kindOf(await replayLife(candidate, options)) !== wanted) return false;
    best = candidate;
    return true;
  };
  for (let length = best.length >> 1; length > 0; length >>= 1) while (await take(best.slice(0, -length)));
  for (let size = Math.max(1, best.length >> 1); size > 0; size >>= 1)
    for (let at = 0; at < best.length && lives < BUDGET; at += size) {
      const zeros = Array.from({ length: Math.min(size, best.length - at) }, () => 0);
      if (await take([...best.slice(0, at), ...zeros, ...best.slice(at + size)])) continue;
      await take([...best.slice(0, at), ...best.slice(at + size)]);
    }
  for (let at = 0; at < best.length; at += 1)
    for (let half = best[at]! >> 1; half > 0 && (await take(best.with(at, half))); half >>= 1);
  return trimmed(best);
}

/** Fewer choices that are not plain; of as many, the shorter list; of as long ones, the smaller numbers. */
function isPlainer(a: readonly number[], b: readonly number[]): boolean {
  const odd = (list: readonly number[]) => list.filter((n) => n !== 0).length;
  const sum = (list: readonly number[]) => list.reduce((total, n) => total + n, 0);
  return (
    odd(a) - odd(b) < 0 || (odd(a) === odd(b) && (a.length < b.length || (a.length === b.length && sum(a) < sum(b))))
  );
}

/** What is asked beyond the end is 0 anyway. */
function trimmed(list: readonly number[]): readonly number[] {
  return list.slice(0, list.findLastIndex((n) => n !== 0) + 1);
}
