import { type Extended, runExtending } from './run-extending.ts';
import { runScenario, type Tallies } from './run-scenario.ts';

/** Some runs of a scenario: what one worker does at a time. */
export type Job = {
  readonly kind: 'SCENARIO' | 'EXTENDING';
  readonly name: string;
  readonly seed: string;
  readonly from: number;
  readonly to: number;
};

export type JobResult =
  | { readonly kind: 'SCENARIO'; readonly tallies: Tallies }
  | { readonly kind: 'EXTENDING'; readonly extended: Extended };

export function runJob({ kind, name, seed, from, to }: Job): JobResult {
  return kind === 'SCENARIO'
    ? { kind, tallies: runScenario(name, seed, from, to) }
    : { kind, extended: runExtending(name, seed, from, to) };
}

/** In parts of at most `size` runs. */
export function jobsOf(kind: Job['kind'], name: string, seed: string, runs: number, size: number): Job[] {
  const jobs: Job[] = [];
  for (let from = 0; from < runs; from += size) jobs.push({ kind, name, seed, from, to: Math.min(runs, from + size) });
  return jobs;
}
