import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { AuditRecord } from '../../core/contracts/audit-record.ts';
import type { Bus, Callbacks, Executions, Ports } from '../../lambdas/ports.ts';
import { createReviewer } from '../../lambdas/adapters/create-reviewer.ts';
import { jsonLogger, type Logger } from '../../lambdas/kit/logger.ts';
import { createChecks } from '../deployer/create-checks.ts';
import { createDeployer } from '../deployer/create-deployer.ts';
import { createMetrics } from '../deployer/create-metrics.ts';
import { succeedTask } from '../engine/answer-task.ts';
import { engineRuns } from '../engine/lease.ts';
import { executionStatus } from '../engine/execution-status.ts';
import { createEngineTables } from '../engine/schema.ts';
import { startExecution } from '../engine/start-execution.ts';
import { createGates, type EmbeddedGates } from '../gates/create-gates.ts';
import { createMailbox } from '../mailbox/mailbox.ts';
import type { ScaledClock } from '../scaled-clock.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { createBlobs } from '../store/blobs.ts';
import { createControls } from '../store/controls.ts';
import { openDatabase } from '../store/database.ts';
import { createHolds, type EmbeddedHolds } from '../store/holds.ts';
import { createLinkSigner } from '../store/link-signer.ts';
import { createLocks } from '../store/locks.ts';
import { createPermits } from '../store/permits.ts';
import { createReleases } from '../store/releases.ts';
import { createVcs } from '../vcs/local-vcs.ts';
import { homePaths, type HomePaths } from './home-paths.ts';
import { logFile } from './log-file.ts';
import { settingsSource, type FileSettings } from './settings-source.ts';
import { mountSteps, type Steps } from './steps.ts';
import { storedClock } from './stored-clock.ts';

/** One home on this machine, opened by the engine's process or by a command beside it: they work on the same files. */
export type Home = {
  readonly paths: HomePaths;
  readonly db: DatabaseSync;
  readonly clock: ScaledClock;
  readonly ports: Ports & {
    readonly gates: EmbeddedGates;
    readonly holds: EmbeddedHolds;
    readonly settings: FileSettings;
  };
  readonly steps: Steps;
  readonly publicUrl: string;
  readonly logger: Logger;
  /** Every audit record, in the order of an export. */
  auditRecords(): Iterable<AuditRecord>;
  /** The same as stored, byte for byte, for verification. */
  auditLines(): Iterable<string>;
  engineIsRunning(): boolean;
  close(): void;
};

type Options = { readonly configFile: string; readonly folder?: string; readonly speed?: number };

export function openHome({ configFile, folder, speed }: Options): Home {
  const file = path.resolve(configFile);
  const log: { write?: (line: string) => void } = {};
  const settings = settingsSource(file, (message) =>
    log.write?.(`the config turned bad, the last good one stays in force: ${message}`),
  );
  const paths = homePaths(file, folder);
  const db = openDatabase(paths.database);
  createEngineTables(db);
  const clock = storedClock(db, speed);
  const logger = jsonLogger(logFile(paths.log), clock.now);
  log.write = (message) => logger.error(message);

  const { config } = settings.now();
  const auditLog = createAuditLog(db, clock, agentVersion());
  const succeed = (taskToken: string, word: unknown) => void succeedTask(db, taskToken, word);
  const callbacks: Callbacks = { succeed: (taskToken, output) => Promise.resolve(succeed(taskToken, output)) };
  const executions: Executions = {
    start: (releaseId, event) =>
      Promise.resolve(startExecution(db, { machine: 'release', name: releaseId, input: { event }, at: clock.now() })),
    status: (releaseId) => {
      const status = executionStatus(db, releaseId);
      return Promise.resolve(status === 'SUCCEEDED' || status === 'FAILED' ? 'ENDED' : status);
    },
  };
  // The bus of one machine delivers at once: what it would keep until delivery is the execution's own row.
  const bus: Bus = { publish: async (event) => void (await steps.startRelease(event)) };
  const ports = {
    clock,
    auditLog,
    blobs: createBlobs(paths.folder),
    releases: createReleases(db),
    vcs: createVcs(),
    gates: createGates({
      db,
      home: paths.folder,
      settings,
      succeed,
      onError: (error) => logger.error('gates', { message: (error as Error).message }),
    }),
    reviewer: createReviewer(config.reviewer, process.env),
    deployer: createDeployer(paths.folder, clock),
    metrics: createMetrics(paths.folder, clock),
    checks: createChecks(paths.folder, clock, (service) => {
      const now = settings.now().config;
      return now.thresholds[now.services[service]?.tier ?? 'critical'].p99Ms;
    }),
    mail: createMailbox(paths.folder, clock),
    holds: createHolds(db, clock, succeed),
    callbacks,
    locks: createLocks(db, clock),
    permits: createPermits(db, clock),
    controls: createControls(db, clock),
    executions,
    bus,
    settings,
    linkSigner: createLinkSigner(paths.folder),
  };
  const publicUrl = config.page.publicUrl ?? `http://127.0.0.1:${config.page.port}`;
  const steps = mountSteps(ports, publicUrl, logger);
  return {
    paths,
    db,
    clock,
    ports,
    steps,
    publicUrl,
    logger,
    auditRecords: () => auditLog.allRecords(),
    auditLines: () => auditLog.lines(),
    engineIsRunning: () => engineRuns(db),
    close: () => db.close(),
  };
}

function agentVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return `interlock/${version}`;
}
