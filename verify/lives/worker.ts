import { parentPort } from 'node:worker_threads';
import { liveBatch } from './batch.ts';

/** Lives the batch that it is sent, and answers with what came of it. */
parentPort?.on('message', ({ first, lives }: { readonly first: number; readonly lives: number }) => {
  void liveBatch(first, lives).then((tally) => parentPort?.postMessage(tally));
});
