import { liveSeed, type LifeOptions } from './life.ts';

export type Failure = { readonly seed: number; readonly violations: readonly string[] };
/** What a number of lives came to. */
export type Tally = {
  readonly lives: number;
  readonly counts: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
};

/** Lives `lives` lives of the seeds from `first` on. A life that throws has failed. */
export async function liveBatch(first: number, lives: number, options: LifeOptions = {}): Promise<Tally> {
  const counts = new Map<string, number>();
  const failures: Failure[] = [];
  for (let seed = first; seed < first + lives; seed += 1) {
    try {
      const life = await liveSeed(seed, options);
      addCounts(counts, life.counts);
      if (life.violations.length > 0) failures.push({ seed, violations: life.violations });
    } catch (error) {
      failures.push({ seed, violations: [`it threw ${String(error)}`] });
    }
  }
  return { lives, counts, failures };
}

export function addCounts(to: Map<string, number>, from: ReadonlyMap<string, number>): void {
  for (const [what, n] of from) to.set(what, (to.get(what) ?? 0) + n);
}
