import type { RunLedger } from '../contracts/budget.ts';
import { usedByRun } from './books.ts';

/**
 * Time of machines that a run took until its decision (003-61): the real seconds of its gates and of its reviews, off
 * its ledger. Waiting is no machine's time: not for people, not for a lock or a queue, and not a bake time, which the
 * config fixes. Null within the cap, else the summary with which the release is handed to a person (003-33).
 */
export function wallTimeOver(run: RunLedger, capMinutes: number): string | null {
  const { seconds } = usedByRun(run);
  if (seconds <= capMinutes * 60) return null;
  const most = run.entries.toSorted((a, b) => timeOf(b) - timeOf(a))[0]!;
  return `time of machines for this release: ${minutes(seconds)} of ${capMinutes} min, ${minutes(timeOf(most))} of it for ${most.component}`;
}

const timeOf = ({ actual, worst }: RunLedger['entries'][number]): number => (actual ?? worst).seconds;
const minutes = (seconds: number): string => `${Math.ceil(seconds / 60)} min`;
