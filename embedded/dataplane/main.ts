/** Process of the data plane: `node main.ts <home> <clock setting as JSON>`. Started by embedded/deployer. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createBoundedLog } from './bounded-log.ts';
import { createControlServer } from './control-server.ts';
import { openDataPlane } from './data-plane.ts';
import { createOperations } from './perform.ts';
import { clockSettingSchema } from './protocol.ts';
import type { Address } from './protocol.ts';
import { writeAtomically } from './state-file.ts';

const [home = '', setting = ''] = process.argv.slice(2);
const file = createBoundedLog(join(home, 'logs', 'dataplane.log'));
const log = (text: string) => file.write(`${new Date().toISOString()} ${text}\n`);

/** A lock that the operating system lets go with the process, however that ends: at most one data plane per home. */
function takeLock(): DatabaseSync | null {
  const lock = new DatabaseSync(join(home, 'dataplane.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch {
    return null;
  }
}

const lock = takeLock();
if (!lock) process.exit(0); // Another one serves this home; whoever started us finds it.

const plane = await openDataPlane({ home, clock: clockSettingSchema.parse(JSON.parse(setting)), log });
// The first duty is to answer users. A fault in one request or shift is logged and must not end the proxies. Faults
// before this line do end the process: whoever started it shows its output.
process.on('uncaughtException', (error) => log(`fault: ${error.stack ?? error.message}`));
process.on('SIGHUP', () => undefined);
const token = randomBytes(32).toString('hex');
const addressFile = join(home, 'dataplane.json');
const operations = createOperations(plane);
let stopping: Promise<null> | undefined;
const stop = () =>
  (stopping ??= plane.stop().then(() => {
    rmSync(addressFile, { force: true });
    // Named here so that the lock lives as long as the process: collected as garbage, it would be let go.
    lock.close();
    log('stopped');
    setTimeout(() => void file.flush().then(() => process.exit(0)), 50);
    return null;
  }));
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

const server = createControlServer({ ...operations, stop }, token);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  writeAtomically(addressFile, JSON.stringify({ pid: process.pid, port, token } satisfies Address));
  log(`data plane ${process.pid} serves ${plane.targets().length} targets`);
});
