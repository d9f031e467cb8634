import { readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Bus, Callbacks, Executions, Ports, Reviewer, Settings } from '../../lambdas/ports.ts';
import { createReviewer } from '../../lambdas/adapters/create-reviewer.ts';
import { jsonLogger, type Logger } from '../../lambdas/kit/logger.ts';
import { createChecks } from '../deployer/create-checks.ts';
import { createDeployer } from '../deployer/create-deployer.ts';
import { createMetrics } from '../deployer/create-metrics.ts';
import { createTraffic } from '../deployer/create-traffic.ts';
import { succeedTask } from '../engine/answer-task.ts';
import { engineRuns } from '../engine/lease.ts';
import { executionStatus } from '../engine/execution-status.ts';
import { startExecution } from '../engine/start-execution.ts';
import { createGates, type EmbeddedGates } from '../gates/create-gates.ts';
import { createMailbox } from '../mailbox/mailbox.ts';
import type { ScaledClock } from '../scaled-clock.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { createBudgets } from '../store/budgets.ts';
import { createBlobs } from '../store/blobs.ts';
import { createControls } from '../store/controls.ts';
import { createHolds, type EmbeddedHolds } from '../store/holds.ts';
import { createLinkSigner } from '../store/link-signer.ts';
import { createLocks } from '../store/locks.ts';
import { createPermits } from '../store/permits.ts';
import { createReleases } from '../store/releases.ts';
import { createTrustLedger } from '../store/trust-ledger.ts';
import { replaceFile } from '../store/write-file.ts';
import { createVcs } from '../vcs/local-vcs.ts';
import { homePaths, type HomePaths } from './home-paths.ts';
import { makeHome } from './make-home.ts';
import { openStore } from './open-store.ts';
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
  /** Every audit record as stored, byte for byte, in the order of an export. */
  auditLines(releaseId?: string): Iterable<string>;
  engineIsRunning(): boolean;
  close(): void;
};

export type Options = {
  readonly configFile: string;
  readonly folder?: string;
  readonly speed?: number;
  /** Goes on with the last good config when the file is bad, and is told why. */
  readonly onBadConfig?: (message: string) => void;
  /** Throws InvalidInput for policies that must not come into force: whoever decides on releases gives one. */
  readonly checkPolicies?: (policies: Settings['policies']) => void;
};

export function openHome({ configFile, folder, speed, onBadConfig, checkPolicies }: Options): Home {
  const paths = homePaths(configFile, folder);
  let bad = false;
  let onBad = (message: string): void => {
    bad = true;
    onBadConfig?.(message);
  };
  const keepGood = () => replaceFile(paths.goodConfig, readFileSync(paths.config));
  const settings = settingsSource({
    configFile: paths.config,
    onBad: (message) => onBad(message),
    onGood: keepGood,
    ...(checkPolicies && { checkPolicies }),
    ...(onBadConfig && { fallback: paths.goodConfig }),
  });
  makeHome(paths.folder);
  if (!bad) keepGood();
  const db = openStore(paths.database);
  // A second "up" must not change the time under the engine that runs.
  const clock = storedClock(db, engineRuns(db) ? undefined : speed);
  const logger = jsonLogger(logFile(paths.log), clock.now);
  onBad = (message) => logger.error(`the config turned bad, the last good one stays in force: ${message}`);

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
  // A config that contradicts itself is refused now; whom a call asks, and what it costs, the config of its moment says.
  createReviewer(config.reviewer, process.env);
  const reviewer: Reviewer = {
    ask: async (prompt) => createReviewer(settings.now().config.reviewer, process.env).ask(prompt),
  };
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
    reviewer,
    deployer: createDeployer(paths.folder, clock),
    metrics: createMetrics(paths.folder, clock),
    traffic: createTraffic(paths.folder, clock),
    checks: createChecks(paths.folder, clock, (service) => {
      const now = settings.now().config;
      return now.thresholds[now.services[service]?.tier ?? 'critical'].p99Ms;
    }),
    // One machine has no alarms: its checks and the judge are what watches.
    alarms: { stateOf: async () => [] },
    mail: createMailbox(paths.folder, clock),
    holds: createHolds(db, clock, succeed),
    callbacks,
    locks: createLocks(db, clock),
    permits: createPermits(db, clock),
    controls: createControls(db, clock),
    trust: createTrustLedger(db),
    budgets: createBudgets(db),
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
    auditLines: (releaseId) => auditLog.lines(releaseId),
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
