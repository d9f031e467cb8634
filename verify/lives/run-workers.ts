import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { addCounts, type Failure, type Tally } from './batch.ts';

/** Seeds that a worker is given at once. */
const BATCH = 50;

/** Lives all seeds from `first` on, on so many threads. */
export async function runWorkers(first: number, lives: number, workers: number): Promise<Tally> {
  const counts = new Map<string, number>();
  const failures: Failure[] = [];
  let next = first;
  const end = first + lives;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url));
      try {
        while (next < end) {
          const batch = { first: next, lives: Math.min(BATCH, end - next) };
          next += batch.lives;
          worker.postMessage(batch);
          const [tally] = (await once(worker, 'message')) as [Tally];
          addCounts(counts, tally.counts);
          failures.push(...tally.failures);
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  return { lives, counts, failures: failures.sort((a, b) => a.seed - b.seed) };
}
