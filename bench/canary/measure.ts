import { jobsOf, type JobResult } from './job.ts';
import { noEvidence } from './no-evidence.ts';
import type { Report } from './tables.ts';
import { summaryOf } from './report.ts';
import { addExtended, EXTENDED } from './run-extending.ts';
import { runJobs } from './run-jobs.ts';
import { scenarioOf, type Tallies } from './run-scenario.ts';
import { MED } from './scenario.ts';
import { pace } from './speed.ts';
import { addTally } from './tally.ts';
import { type Target, targetsOf } from './targets.ts';

/** Runs that one core takes at a time. */
const PART = 50;
/** Microseconds of a bucket at 3,000 requests a minute. */
const PACE = 50;

/** Runs everything: `runs` canaries of each scenario. `told` hears how much is done, in percent. */
export async function measure(
  names: readonly string[],
  seed: string,
  runs: number,
  cores: number,
  told: (percent: number) => void,
): Promise<Report> {
  const from = performance.now();
  const extending = EXTENDED.filter((name) => names.includes(name));
  const jobs = [
    ...names.flatMap((name) => jobsOf('SCENARIO', name, seed, runs, PART)),
    ...extending.flatMap((name) => jobsOf('EXTENDING', name, seed, runs, PART)),
  ];
  const results = await runJobs(jobs, cores, (n) => told(Math.round((100 * n) / jobs.length)));
  const of = (kind: JobResult['kind'], name: string) =>
    results.filter((_, i) => jobs[i]!.kind === kind && jobs[i]!.name === name);
  const scenarios = names.map((name) => ({
    name,
    kind: scenarioOf(name).kind,
    tallies: of('SCENARIO', name)
      .flatMap((result) => (result.kind === 'SCENARIO' ? result.tallies : []))
      .reduce(together),
  }));
  const extended = extending.map((name) => ({
    name,
    extended: of('EXTENDING', name)
      .flatMap((result) => (result.kind === 'EXTENDING' ? result.extended : []))
      .reduce(addExtended),
  }));
  const targets = [...targetsOf(scenarios, extended), noEvidence(seed), fast()];
  const seconds = (performance.now() - from) / 1000;
  return { seed, runs, seconds, summary: summaryOf(scenarios), scenarios, extended, targets };
}

function together(a: Tallies, b: Tallies): Tallies {
  const sum: Tallies = { ...a };
  for (const id of Object.keys(b) as (keyof Tallies)[]) sum[id] = a[id] ? addTally(a[id], b[id]!) : b[id]!;
  return sum;
}

function fast(): Target {
  const { microsPerBucket } = pace(MED, 2000);
  return {
    target: `5 less than ${PACE} us a bucket at 150 canary requests a minute`,
    figure: `${microsPerBucket.toFixed(1)} us`,
    met: microsPerBucket < PACE,
  };
}
