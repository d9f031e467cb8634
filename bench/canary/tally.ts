import type { Outcome } from './outcome.ts';

/** Answers of one judge to the canaries of one scenario. */
export type Tally = {
  runs: number;
  /** Rolled back after the harm began (anything, where there is no harm), and before. */
  rolledBack: number;
  early: number;
  promoted: number;
  inconclusive: number;
  /** Failed requests that the canary served before the judge answered, in all runs. */
  failedServed: number;
  /** Seconds from the harm to the roll back. */
  readonly seconds: number[];
  /** Run by run: whether it was rolled back after the harm began. */
  readonly caught: boolean[];
};

export function emptyTally(): Tally {
  return { runs: 0, rolledBack: 0, early: 0, promoted: 0, inconclusive: 0, failedServed: 0, seconds: [], caught: [] };
}

export function addOutcome(tally: Tally, { answer, atSec }: Outcome, onsetSec: number, failedServed: number): void {
  const early = answer === 'ROLLED_BACK' && atSec <= onsetSec;
  const caught = answer === 'ROLLED_BACK' && !early;
  tally.runs += 1;
  tally.failedServed += failedServed;
  tally.caught.push(caught);
  if (caught) {
    tally.rolledBack += 1;
    tally.seconds.push(atSec - onsetSec);
  }
  if (early) tally.early += 1;
  if (answer === 'PROMOTED') tally.promoted += 1;
  if (answer === 'INCONCLUSIVE') tally.inconclusive += 1;
}

export function addTally(a: Tally, b: Tally): Tally {
  return {
    runs: a.runs + b.runs,
    rolledBack: a.rolledBack + b.rolledBack,
    early: a.early + b.early,
    promoted: a.promoted + b.promoted,
    inconclusive: a.inconclusive + b.inconclusive,
    failedServed: a.failedServed + b.failedServed,
    seconds: [...a.seconds, ...b.seconds],
    caught: [...a.caught, ...b.caught],
  };
}

/** null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length === 0 ? null : (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
