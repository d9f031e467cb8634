import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import { mountSteps } from '../../embedded/home/steps.ts';
import { createAuditLog } from '../../embedded/store/audit-log.ts';
import { createBlobs } from '../../embedded/store/blobs.ts';
import { createBudgets } from '../../embedded/store/budgets.ts';
import { createControls } from '../../embedded/store/controls.ts';
import { openDatabase } from '../../embedded/store/database.ts';
import { createHolds } from '../../embedded/store/holds.ts';
import { createLinkSigner } from '../../embedded/store/link-signer.ts';
import { createLocks } from '../../embedded/store/locks.ts';
import { createPermits } from '../../embedded/store/permits.ts';
import { createReleases } from '../../embedded/store/releases.ts';
import { createTrustLedger } from '../../embedded/store/trust-ledger.ts';
import { jsonLogger } from '../../lambdas/kit/logger.ts';
import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import type { configOf } from './config-of.ts';
import { fakeAlarms } from './fakes/alarms.ts';
import { fakeCallbacks } from './fakes/callbacks.ts';
import { fakeChecks } from './fakes/checks.ts';
import { fakeDeployer } from './fakes/deployer.ts';
import { fakeExecutions } from './fakes/executions.ts';
import { fakeGates } from './fakes/gates.ts';
import { fakeMail } from './fakes/mail.ts';
import { fakeMetrics } from './fakes/metrics.ts';
import { fakeReviewer } from './fakes/reviewer.ts';
import { fakeSettings } from './fakes/settings.ts';
import { fakeTraffic } from './fakes/traffic.ts';
import { fakeVcs } from './fakes/vcs.ts';
import { fixedClock } from './fixed-clock.ts';
import { someChange } from './some-change.ts';

/** In memory where the system has such a folder: the stores wait for the disk with every file they write. */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export type World = ReturnType<typeof stepsWorld>;

/** Every step on the real stores in a temporary home, with fakes for what lies outside of it. */
export function stepsWorld(config: Parameters<typeof configOf>[0] = {}) {
  const home = mkdtempSync(path.join(FOLDER, 'interlock-steps-'));
  const db = openDatabase(path.join(home, 'interlock.db'));
  const clock = fixedClock();
  // Nothing here survives a power cut, so nothing waits for the disk.
  db.exec('PRAGMA synchronous = OFF');
  // The same links in every world, so that two worlds can be compared.
  writeFileSync(path.join(home, 'link.key'), Buffer.alloc(32, 7), { mode: 0o600 });
  const callbacks = fakeCallbacks();
  const published: ChangeSubmitted[] = [];
  const ports = {
    clock,
    auditLog: createAuditLog(db, clock, 'interlock/test'),
    blobs: createBlobs(home),
    releases: createReleases(db),
    vcs: fakeVcs(someChange()),
    gates: fakeGates(callbacks),
    reviewer: fakeReviewer(),
    deployer: fakeDeployer(clock),
    metrics: fakeMetrics(),
    traffic: fakeTraffic(),
    checks: fakeChecks(),
    alarms: fakeAlarms(),
    mail: fakeMail(),
    holds: createHolds(db, clock, callbacks.succeed),
    callbacks,
    locks: createLocks(db, clock),
    permits: createPermits(db, clock),
    controls: createControls(db, clock),
    trust: createTrustLedger(db),
    budgets: createBudgets(db),
    executions: fakeExecutions(),
    bus: { publish: async (event: ChangeSubmitted) => void published.push(event) },
    settings: fakeSettings(config),
    linkSigner: createLinkSigner(home),
  };
  const log: string[] = [];
  const logger = jsonLogger((line) => void log.push(line), clock.now);
  return {
    home,
    db,
    clock,
    ports,
    published,
    log,
    steps: mountSteps(ports, 'http://127.0.0.1:4600', logger),
    /** Keys of the audit records of a release, in their order. */
    keys: async (releaseId: ReleaseId) => (await ports.auditLog.records(releaseId)).map((r) => r.key),
    record: async (releaseId: ReleaseId, key: string) =>
      (await ports.auditLog.records(releaseId)).find((r) => r.key === key),
    end: () => {
      db.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Runs `test` in a fresh world and removes it whatever happens. */
export function inWorld(test: (world: World) => Promise<void>, config: Parameters<typeof configOf>[0] = {}) {
  return async () => {
    const world = stepsWorld(config);
    try {
      await test(world);
    } finally {
      world.end();
    }
  };
}
