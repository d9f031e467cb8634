/**
 * The runner: a process of its own that does one gate run and tells its parent the result. It lives no longer than its
 * parent: when the channel between them closes, for whatever reason, it ends the gate's processes and removes its
 * folder. So a killed engine leaves nothing behind.
 */
import * as z from 'zod';
import { removeRunFolder } from './run-folder.ts';
import { runGates } from './run-gates.ts';
import { runRequestSchema } from './run-request.ts';

const orderSchema = z.strictObject({ folder: z.string(), request: runRequestSchema });
const stop = new AbortController();
let work: Promise<void> | null = null;

process.once('message', (message) => {
  work = run(orderSchema.parse(message));
});
process.once('disconnect', () => void end());

async function run({ folder, request }: z.infer<typeof orderSchema>): Promise<void> {
  try {
    const result = await runGates(request, folder, stop.signal, null);
    if (!stop.signal.aborted) await new Promise((sent) => process.send?.(result, sent));
  } finally {
    await removeRunFolder(folder);
    if (process.connected) process.disconnect();
  }
}

async function end(): Promise<void> {
  stop.abort();
  await work?.catch(() => undefined);
  process.exit(0);
}
