import { Worker } from 'node:worker_threads';
import { type Job, type JobResult, runJob } from './job.ts';

/** Results in the order of the jobs, on so many cores. `done` is told how many are finished. */
export async function runJobs(jobs: readonly Job[], cores: number, done: (n: number) => void): Promise<JobResult[]> {
  if (cores <= 1)
    return jobs.map((job, i) => {
      const result = runJob(job);
      done(i + 1);
      return result;
    });
  const results: JobResult[] = [];
  let [next, finished] = [0, 0];
  const work = async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    try {
      while (next < jobs.length) {
        const at = next;
        next += 1;
        results[at] = await asked(worker, jobs[at]!);
        finished += 1;
        done(finished);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(cores, jobs.length) }, work));
  return results;
}

function asked(worker: Worker, job: Job): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(job);
  });
}
