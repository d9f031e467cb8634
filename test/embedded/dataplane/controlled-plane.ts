import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createControlServer } from '../../../embedded/dataplane/control-server.ts';
import type { DataPlane } from '../../../embedded/dataplane/data-plane.ts';
import { createOperations } from '../../../embedded/dataplane/perform.ts';
import type { Shift, Target } from '../../../embedded/dataplane/target.ts';

/** A data plane without processes that knows this one shift, reached as another process would: by its home. */
export async function controlledPlane(now: () => number, shift: Shift) {
  const plane = {
    world: { now },
    shift: (shiftId: string) => (shiftId === shift.request.shiftId ? { target: {} as Target, shift } : null),
  } as unknown as DataPlane;
  const token = randomBytes(32).toString('hex');
  const server = createControlServer(createOperations(plane), token);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const home = mkdtempSync(join(tmpdir(), 'interlock-metrics-'));
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(home, 'dataplane.json'), JSON.stringify({ pid: process.pid, port, token }));
  return {
    home,
    async end() {
      await new Promise((closed) => server.close(closed));
      rmSync(home, { recursive: true, force: true });
    },
  };
}
