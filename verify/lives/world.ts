import { loadMachines } from '../../embedded/serve/load-machines.ts';
import { mountSteps, type Steps } from '../../embedded/home/steps.ts';
import type { ChangeSubmitted } from '../../core/contracts/change-submitted.ts';
import type { Profile } from '../../core/contracts/facts.ts';
import { createBell } from '../../lambdas/answer-hold/bell.ts';
import { createHandler as createAnswerHold } from '../../lambdas/answer-hold/handler.ts';
import type { Logger } from '../../lambdas/kit/logger.ts';
import type { Ports } from '../../lambdas/ports.ts';
import { createCalls } from './calls.ts';
import type { Course } from './course.ts';
import { createEngine, type Engine } from './engine.ts';
import { createObserver } from './observer.ts';
import { createPeople } from './people.ts';
import { createAuditLog } from './ports/audit-log.ts';
import { createBlobs } from './ports/blobs.ts';
import { createBudgets } from './ports/budgets.ts';
import { createChecks } from './ports/checks.ts';
import { createControls } from './ports/controls.ts';
import { createDeployer } from './ports/deployer.ts';
import { createGates } from './ports/gates.ts';
import { createHolds, type LivesHolds } from './ports/holds.ts';
import { createLinkSigner } from './ports/link-signer.ts';
import { createLocks } from './ports/locks.ts';
import { createMail } from './ports/mail.ts';
import { createMetrics } from './ports/metrics.ts';
import { createPermits } from './ports/permits.ts';
import { createReleases } from './ports/releases.ts';
import { createReviewer } from './ports/reviewer.ts';
import { createTrustLedger } from './ports/trust-ledger.ts';
import { createVcs } from './ports/vcs.ts';
import { SETTINGS } from './settings.ts';
import { emptyStores } from './stores.ts';

export type LivesPorts = Ports & { readonly holds: LivesHolds };
/** Spoils a port or a step on purpose, to see whether that is found. */
export type Tamper = {
  readonly ports?: (ports: LivesPorts) => LivesPorts;
  readonly steps?: (steps: Steps, ports: LivesPorts) => Steps;
};

const MACHINES = loadMachines();
const SILENT: Logger = { info: () => {}, error: () => {} };
/** Enough requests for any canary; enough for a longer or a larger one; for none; and nobody knows. */
const RECENT = { errorRate: 0, p50: 10, p95: 10, p99: 10, requestsPerSecond: 1000 };
const TRAFFIC = [
  RECENT,
  { ...RECENT, requestsPerSecond: 60 },
  { ...RECENT, requestsPerSecond: 5 },
  { ...RECENT, requestsPerSecond: 0.1 },
  { ...RECENT, requestsPerSecond: null },
];
/** Of a thousand decisions so many find other traffic than enough. */
const OTHER_TRAFFIC = 300;
const URL = 'http://127.0.0.1:4600';

export type World = ReturnType<typeof createWorld>;

/** Every step and both state machines of the product, over ports in memory, in a world that goes its own way. */
export function createWorld(course: Course, profile: Profile, tamper: Tamper = {}) {
  const stores = emptyStores();
  const calls = createCalls(course, (name) => orphan(name));
  const { clock } = calls;
  const settings = { current: SETTINGS[profile].now };
  const mailIsDown = { now: false };
  // eslint-disable-next-line prefer-const -- the engine calls steps, which call the engine
  let steps: Steps;
  const engine: Engine = createEngine(course, calls, MACHINES, (name, payload) => steps[name as keyof Steps](payload));
  const answer = (token: string, word: unknown) => engine.answer(token, word);
  const people = createPeople(course, calls, stores, () => ports);
  const observer = createObserver(course, calls, stores);
  const controls = createControls(stores.controls);
  const releases = createReleases(stores.releases);
  const holds = createHolds(stores.holds, clock, answer);
  const plain: LivesPorts = {
    clock,
    auditLog: createAuditLog(stores.audit, clock),
    blobs: createBlobs(stores.blobs),
    releases: {
      ...releases,
      requestStop: async (releaseId, stop) => {
        if (!stores.stoppedSince.has(releaseId)) stores.stoppedSince.set(releaseId, course.step());
        return releases.requestStop(releaseId, stop);
      },
    },
    vcs: createVcs(stores),
    gates: createGates(stores.gates, course, stores.versions, answer),
    reviewer: createReviewer(course),
    deployer: createDeployer(stores, course, stores.versions, observer),
    metrics: createMetrics(stores, course, stores.versions),
    traffic: { recent: async () => (course.choices.odds(OTHER_TRAFFIC) ? course.choices.oneOf(TRAFFIC) : RECENT) },
    checks: createChecks(stores, stores.versions, stores.outages),
    alarms: { stateOf: async () => [] },
    mail: createMail(
      stores.mails,
      () => mailIsDown.now,
      (message) => people.reads(message),
    ),
    holds: {
      ...holds,
      open: async (hold, token) => {
        const opened = await holds.open(hold, token);
        if (opened === 'OPENED') ring(hold.holdId, (Date.parse(hold.deadline) - course.now()) / 1000);
        return opened;
      },
    },
    callbacks: { succeed: async (token, output) => answer(token, output) },
    locks: createLocks(stores.locks, clock),
    permits: createPermits(stores.permits, clock),
    controls: {
      ...controls,
      setKillSwitch: async (scope, on, by, reason) => {
        if (on && by === 'interlock') observer.told(scope);
        if (on && !stores.killedSince.has(scope)) stores.killedSince.set(scope, course.step());
        if (!on && stores.killedSince.delete(scope)) stores.killedOff.add(scope);
        return controls.setKillSwitch(scope, on, by, reason);
      },
    },
    trust: createTrustLedger(stores.trust),
    budgets: createBudgets(stores.budgets),
    executions: {
      start: async (releaseId, event) => engine.start('release', releaseId, { event }),
      status: async (releaseId) => engine.status(releaseId),
    },
    bus: { publish: async (event) => publish(event) },
    settings: { current: async () => settings.current },
    linkSigner: createLinkSigner('lives'),
  };
  const spoiled = tamper.ports?.(plain) ?? plain;
  const ports = Object.fromEntries(
    Object.entries(spoiled).map(([name, port]) => [
      name,
      name === 'clock' || name === 'linkSigner' ? port : calls.wrap(port as object, name),
    ]),
  ) as unknown as LivesPorts;
  const mounted = mountSteps(ports, URL, SILENT);
  steps = tamper.steps?.(mounted, ports) ?? mounted;
  const bell = createBell(createAnswerHold(ports).deadline);

  /** Some steps are still under way when their release's execution dies, and act when somebody else has closed it. */
  function orphan(name: string): void {
    const releaseId = /rel-[0-9a-f]{20}/.exec(name)?.[0];
    if (releaseId === undefined || !course.choices.odds(250)) return;
    course.count('fault EXECUTION_DIES');
    course.after(course.choices.pick(20), () => engine.kill(releaseId));
  }

  /** At least once: late at times, and twice. */
  function publish(event: ChangeSubmitted): void {
    const { choices } = course;
    const deliver = (): Promise<void> =>
      calls.run({ name: 'start-release', limitSeconds: 20, work: () => steps.startRelease(event) }, (end) => {
        if (end.kind !== 'RETURNED') course.after(60, deliver);
      });
    const dropped = choices.odds(20);
    if (dropped) course.count('fault DROPPED_EVENT');
    course.after(dropped ? 600 : choices.pick(20) / 10, deliver);
    if (!choices.odds(80)) return;
    course.count('fault DOUBLE_EVENT');
    course.after(choices.within(900) / 1000, deliver);
  }

  /** A bell rings once at the deadline, and again only when that failed, as Scheduler does. */
  function ring(holdId: string, seconds: number): void {
    const attempt = (): Promise<void> =>
      calls.run({ name: `the bell of ${holdId}`, limitSeconds: 50, work: () => bell({ holdId }) }, (end) => {
        if (end.kind !== 'RETURNED') course.after(60, attempt);
      });
    course.after(Math.max(5, Math.ceil(seconds)), attempt);
  }

  /** As every home sends it round: the janitor, then the answers that did not get through. */
  const round = (): Promise<void> =>
    calls.run(
      {
        name: 'the janitor',
        limitSeconds: 280,
        work: async () => {
          await steps.janitor({});
          await ports.holds.answerEnded();
        },
      },
      () => {},
    );

  return { course, calls, stores, engine, ports, steps, people, settings, mailIsDown, round };
}
