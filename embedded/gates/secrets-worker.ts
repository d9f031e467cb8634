import { parentPort, workerData } from 'node:worker_threads';
import { scanDiff } from './scan-diff.ts';

parentPort?.postMessage(await scanDiff(workerData as string));
