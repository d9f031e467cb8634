/**
 * What the steps need from the world, in domain words. Every home gives its own adapters and every adapter of a port
 * passes the same contract suite (test/contracts). All instants are milliseconds since 1970 on the release's clock
 * (`Clock.now`), which a home may run faster than the wall clock. Faults are thrown as `Transient` (worth retrying),
 * `InvalidInput` or `Terminal`; everything else is a value.
 */
import type { Books } from '../core/budget/books.ts';
import type { Caps } from '../core/budget/caps.ts';
import type { Charge } from '../core/budget/charge.ts';
import type { ReserveRequest, ReserveResult } from '../core/budget/reserve.ts';
import type { AlarmState } from '../core/canary/alarm-refusal.ts';
import type { Cadence } from '../core/canary/next-look.ts';
import type { AuditEntry, AuditHead, AuditRecord } from '../core/contracts/audit-record.ts';
import type { Amount, MonthLedger, RunLedger } from '../core/contracts/budget.ts';
import type { ChangeSubmitted, Source } from '../core/contracts/change-submitted.ts';
import type { Check } from '../core/contracts/config-service.ts';
import type { Config } from '../core/contracts/config.ts';
import type { GateRun } from '../core/contracts/gate-result.ts';
import type { Hold, HoldAnswer } from '../core/contracts/hold.ts';
import type { BlobKey, CommitSha, Digest, ReleaseId, ServiceName } from '../core/contracts/ids.ts';
import type { Bucket, History } from '../core/contracts/measurement.ts';
import type { Outcome } from '../core/contracts/outcome.ts';
import type { Release, StopRequest } from '../core/contracts/release.ts';
import type { Environment, Version } from '../core/contracts/shift.ts';
import type { TrustEntry } from '../core/contracts/trust-entry.ts';
import type { PlanStep } from '../core/contracts/verdict.ts';

export interface Clock {
  now(): number;
}

/** Insert-only. There is no update and no delete, by interface and by the store's own rules. */
export interface AuditLog {
  /**
   * Appends once per (releaseId, key): sending the same key again returns the record that is there. Sets seq, at and the
   * hash chain. A payload beyond the bounds of core/audit is refused with InvalidInput.
   */
  append(head: AuditHead, entry: AuditEntry): Promise<AuditRecord>;
  /** Records of one release in the order of seq; empty when there are none. */
  records(releaseId: string): Promise<readonly AuditRecord[]>;
}

/** Evidence too large for a state's payload. Writing the same key again replaces it with the same content. */
export interface Blobs {
  put(key: BlobKey, content: Uint8Array | string): Promise<void>;
  get(key: BlobKey): Promise<Uint8Array | null>;
}

/** The index of releases. */
export interface Releases {
  create(release: Release): Promise<'CREATED' | 'EXISTS'>;
  get(releaseId: ReleaseId): Promise<Release | null>;
  /** Newest first. */
  list(filter?: { readonly status?: Release['status']; readonly limit?: number }): Promise<readonly Release[]>;
  /** Open releases of the same change of the same service, newest first. */
  openOf(repository: string, change: string, service: ServiceName): Promise<readonly Release[]>;
  setEvidence(releaseId: ReleaseId, evidence: { readonly digest: Digest; readonly configHash: Digest }): Promise<void>;
  setAt(releaseId: ReleaseId, step: string): Promise<void>;
  /** The first request stays; returns the release as it is then. A closed release is returned unchanged. */
  requestStop(releaseId: ReleaseId, stop: StopRequest): Promise<Release | null>;
  close(releaseId: ReleaseId, outcome: Outcome, at: number): Promise<void>;
}

/** What a version-control system says of a change. `diff` is git's unified diff, unquoted paths, at most the limit. */
export interface ChangeInspection {
  readonly diff: string;
  readonly digest: Digest;
  /** Lower-case mail addresses of authors, committers and Co-authored-by trailers of every commit base..head. */
  readonly authors: readonly string[];
  readonly trailers: readonly { readonly key: string; readonly value: string }[];
}

export interface Vcs {
  /**
   * Reads base..head. InvalidInput with a message for people when the repository or a commit is missing, the diff is
   * empty, or larger than `maxDiffBytes`.
   */
  inspect(change: Pick<ChangeSubmitted, 'source' | 'base' | 'head'>, maxDiffBytes: number): Promise<ChangeInspection>;
  /** True when `ancestor` is `head` or one of its ancestors. */
  contains(source: Source, head: CommitSha, ancestor: CommitSha): Promise<boolean>;
  /** Where the change's head is now; null when the change (its branch) is gone. */
  currentHead(source: Source, change: string): Promise<CommitSha | null>;
  /** Digest of the artifact at a commit: of its files' names, modes and bytes, not of the commit's own data. */
  digestOf(source: Source, commit: CommitSha): Promise<Digest>;
  /** Points the repository's own record of what serves production at `commit`. */
  markDeployed(source: Source, service: ServiceName, commit: CommitSha): Promise<void>;
}

/** Runs the configured gates on a clean checkout of the head, somewhere else than the step that asks. */
export interface Gates {
  /** Starts a run, once per release; when it ends the task token is answered with its status. */
  start(run: {
    readonly releaseId: ReleaseId;
    readonly source: Source;
    readonly base: CommitSha;
    readonly head: CommitSha;
    readonly taskToken: string;
  }): Promise<void>;
  /** Null while it runs or when there is none. */
  result(releaseId: ReleaseId): Promise<GateRun | null>;
  /** Ends a running run as CANCELLED; nothing happens when none is running. */
  cancel(releaseId: ReleaseId): Promise<void>;
}

export interface ReviewPrompt {
  readonly system: string;
  readonly user: string;
  readonly maxTokens: number;
  /** Real seconds for the whole call; left out: as the config of the reviewer says. */
  readonly timeoutSeconds?: number;
}
/** What of a call was billed. */
export type ReviewUsage = { readonly inputTokens: number; readonly outputTokens: number };
export type ReviewAnswer =
  | ({ readonly kind: 'ANSWER'; readonly text: string; readonly model: string } & ReviewUsage)
  /** Without `usage` nobody knows what was billed: it may be all of it. */
  | { readonly kind: 'UNAVAILABLE'; readonly why: string; readonly usage?: ReviewUsage };

/** A language model without tools and without secrets. Never throws for a model's fault: that is UNAVAILABLE. */
export interface Reviewer {
  ask(prompt: ReviewPrompt): Promise<ReviewAnswer>;
}

export interface ShiftRequest {
  /** `<releaseId>.<phase>`; starting the same id again returns the status of the one that is there. */
  readonly shiftId: string;
  readonly service: ServiceName;
  readonly environment: Environment;
  readonly from: Version;
  readonly to: Version;
  /** Weights of the new version in order; the deployer moves on by itself when a step's time is over. */
  readonly steps: readonly PlanStep[];
  /** False: once the new version had traffic it is never given back by itself; whatever would do that freezes it. */
  readonly mayReturn: boolean;
}

/**
 * STARTING: the new version is not ready. SHIFTING: it has `weight` percent. COMPLETE: the last step is reached.
 * RETURNING: traffic is going back. RETURNED: the old version has all traffic and the new one is gone. FAILED: the new
 * version never took traffic. RETURN_FAILED: the old version could not be given its traffic back. FROZEN: it was to end
 * and may not return, so the traffic stays as it is until a person moves it.
 */
export interface ShiftStatus {
  readonly state:
    'STARTING' | 'SHIFTING' | 'COMPLETE' | 'RETURNING' | 'RETURNED' | 'FAILED' | 'RETURN_FAILED' | 'FROZEN';
  readonly weight: number;
  /** When the new version first took traffic; null before. */
  readonly since: number | null;
  readonly detail: string;
}

/** Moves traffic between two versions of a service. Whatever happens, the old version keeps serving. */
export interface Deployer {
  /** What serves all of the environment's traffic when no shift is under way; null when nothing does. */
  running(service: ServiceName, environment: Environment): Promise<Version | null>;
  start(request: ShiftRequest): Promise<ShiftStatus>;
  /** Null for an id that was never started. Asking also tells the deployer that the orchestrator lives. */
  status(shiftId: string): Promise<ShiftStatus | null>;
  /**
   * Gives all traffic back to the old version, draining what is under way. Also after COMPLETE, until settled. What may
   * not return and has had traffic is frozen instead.
   */
  giveBack(shiftId: string, reason: string): Promise<ShiftStatus>;
  /**
   * From now on a start under this id starts nothing and answers FAILED; what it started before goes on. A start may be
   * under way from a process whose release somebody else is closing, and land later than anybody can wait.
   */
  forbid(shiftId: string, reason: string): Promise<void>;
  /** After COMPLETE: the new version is the running one, the old one is let go. */
  settle(shiftId: string): Promise<void>;
}

export interface Metrics {
  /** How often new buckets come, and how long after their end they can be read. */
  readonly cadence: Cadence;
  /**
   * Buckets that ended in (from, to], oldest first, `endSec` counted from `origin`. `canary` is the version `to` of the
   * shift, `baseline` the one beside it in the same minutes; a stretch without data has no bucket. A source without
   * histograms counts the requests above each of `cuts`, ms: those of the judge (core/canary/watched-cuts.ts).
   */
  buckets(
    shiftId: string,
    from: number,
    to: number,
    origin: number,
    cuts: readonly number[],
  ): Promise<readonly Bucket[]>;
  /**
   * The running version's past before the shift, from up to 30 days; fields are null where nothing is known, or nothing
   * that is recent enough.
   */
  history(shiftId: string): Promise<History>;
}

/** What a service's users asked of production lately, whatever version answered: what a canary can expect. */
export interface Traffic {
  /** Of the last hours, as far as the home keeps them; every field null where nothing was seen. Never throws for that. */
  recent(service: ServiceName): Promise<History>;
}

export interface CheckResult {
  readonly name: string;
  readonly kind: 'service-health' | 'functional' | 'performance' | 'data-integrity' | 'integration';
  readonly passed: boolean;
  readonly detail: string;
}

/** Health and the service's configured checks against what an environment serves now. */
export interface Checks {
  run(service: ServiceName, environment: Environment, checks: readonly Check[]): Promise<readonly CheckResult[]>;
}

export type { AlarmState };

/** What watches production of a service besides Interlock. */
export interface Alarms {
  /** Each of them with its state, without the one that is on because nobody watches; empty where a home has none. */
  stateOf(service: ServiceName): Promise<readonly AlarmState[]>;
}

export interface MailMessage {
  /** Names the message; sending the same key again sends nothing. */
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
export interface Mail {
  /** True when the mail system took it. */
  send(message: MailMessage): Promise<boolean>;
}

export interface HoldLink {
  readonly linkId: string;
  readonly holdId: string;
  readonly approverId: string;
}
export type HoldEnding = { readonly answer: HoldAnswer; readonly by: string; readonly reason: string };

/** Holds with their task tokens. A token goes in and never comes out: ending a hold answers it from inside. */
export interface Holds {
  /** EXISTS keeps the newest token, since a repeated task brings a new one; of an ended hold it is answered at once. */
  open(hold: Hold, taskToken: string): Promise<'OPENED' | 'EXISTS'>;
  get(holdId: string): Promise<Hold | null>;
  ofRelease(releaseId: ReleaseId): Promise<readonly Hold[]>;
  setNoticeDelivered(holdId: string): Promise<void>;
  saveLink(link: HoldLink): Promise<void>;
  link(linkId: string): Promise<HoldLink | null>;
  /**
   * Ends an open hold once and answers its token with `word`; ALREADY when another ending came first (the token's
   * answer is then sent again as that ending had it, in case it was lost).
   */
  end(holdId: string, ending: HoldEnding, word: unknown): Promise<'ENDED' | 'ALREADY'>;
}

/** Answers a task token that no hold keeps. A token that was answered or has expired is no error. */
export interface Callbacks {
  succeed(taskToken: string, output: unknown): Promise<void>;
}

export interface LockHolder {
  readonly releaseId: ReleaseId;
  /** Grows with every holder of this lock; an action with an older fence is refused. */
  readonly fence: number;
  readonly at: number;
}
export type LockTake =
  | { readonly kind: 'ACQUIRED'; readonly fence: number }
  | { readonly kind: 'BUSY'; readonly holder: LockHolder; readonly position: number };

/** One deployment per service and environment; waiters are served in the order in which they first asked. */
export interface Locks {
  /** Idempotent for the holder. `now` is recorded as the time of taking or of asking. */
  take(service: ServiceName, environment: Environment, releaseId: ReleaseId, now: number): Promise<LockTake>;
  /** Only if the holder with this fence still holds it; its place in the queue does not matter. */
  evict(service: ServiceName, environment: Environment, fence: number): Promise<void>;
  /** Gives up the lock or the place in the queue; nothing happens when the release has neither. */
  release(service: ServiceName, environment: Environment, releaseId: ReleaseId): Promise<void>;
  holder(service: ServiceName, environment: Environment): Promise<LockHolder | null>;
}

/** One-use permission for one rollout of exactly one digest under one fence. */
export interface Permit {
  readonly releaseId: ReleaseId;
  readonly service: ServiceName;
  readonly head: CommitSha;
  readonly digest: Digest;
  readonly fence: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly consumedBy: string | null;
}
export interface Permits {
  issue(permit: Permit): Promise<'ISSUED' | 'EXISTS'>;
  get(releaseId: ReleaseId): Promise<Permit | null>;
  /** True for the one shift that consumed it, also when it asks again. */
  consume(releaseId: ReleaseId, shiftId: string): Promise<boolean>;
}

/** Kill switch and quarantine. `scope` is a service or `*` for all of them. */
export interface Controls {
  /** The reason why nothing may be deployed to this service now, or null. */
  killSwitch(service: ServiceName): Promise<string | null>;
  setKillSwitch(scope: ServiceName | '*', on: boolean, by: string, reason: string): Promise<void>;
  /** The reason why this digest may not come back to this service, or null. */
  quarantine(service: ServiceName, digest: Digest): Promise<string | null>;
  addQuarantine(service: ServiceName, digest: Digest, reason: string): Promise<void>;
}

/** How each author's releases ended, by repository: what trust is counted from. It can be computed again from the audit log. */
export interface TrustLedger {
  /** Once per release: the same entry again is no second one. */
  add(entry: TrustEntry): Promise<void>;
  /** Of one author in one repository, oldest first. */
  entries(agent: string, repository: string): Promise<readonly TrustEntry[]>;
}

/**
 * The spending of components by month and of runs (K22). Each call is one transaction: two reservations at the same
 * moment never exceed a cap together.
 */
export interface Budgets {
  /** Sets the worst case aside in the month of `at`, if every cap has room for it. Once for each id. */
  reserve(releaseId: ReleaseId, request: ReserveRequest, caps: Caps): Promise<ReserveResult>;
  /** What it really took, null when that is not known. The first settlement stands and is what is returned. */
  settle(releaseId: ReleaseId, id: string, actual: Amount | null): Promise<Amount>;
  /** Writes down what is spent already, all of it at one instant and once for each id. Returns both ledgers. */
  charge(releaseId: ReleaseId, charges: readonly [Charge, ...Charge[]]): Promise<Books>;
  /** Empty when nothing was spent. */
  month(month: string): Promise<MonthLedger>;
  run(releaseId: ReleaseId): Promise<RunLedger>;
}

/** Runs of the release state machine, named by release id. */
export interface Executions {
  start(releaseId: ReleaseId, event: ChangeSubmitted): Promise<'STARTED' | 'EXISTS'>;
  status(releaseId: ReleaseId): Promise<'RUNNING' | 'ENDED' | 'UNKNOWN'>;
}

export interface Bus {
  publish(event: ChangeSubmitted): Promise<void>;
}

export interface Settings {
  readonly config: Config;
  /** Policy files by name, Cedar text. */
  readonly policies: Readonly<Record<string, string>>;
  /** Of config and policies together: what every decision is bound to. */
  readonly hash: Digest;
  /** Which version of the stored config this is, as its store counts them; null where it is a file that nobody counts. */
  readonly version: number | null;
}
export interface SettingsSource {
  current(): Promise<Settings>;
}

/** Signs the ids in approval links with a key that never leaves the home. */
export interface LinkSigner {
  sign(text: string): string;
}

export interface Ports {
  readonly clock: Clock;
  readonly auditLog: AuditLog;
  readonly blobs: Blobs;
  readonly releases: Releases;
  readonly vcs: Vcs;
  readonly gates: Gates;
  readonly reviewer: Reviewer;
  readonly deployer: Deployer;
  readonly metrics: Metrics;
  readonly traffic: Traffic;
  readonly checks: Checks;
  readonly alarms: Alarms;
  readonly mail: Mail;
  readonly holds: Holds;
  readonly callbacks: Callbacks;
  readonly locks: Locks;
  readonly permits: Permits;
  readonly controls: Controls;
  readonly trust: TrustLedger;
  readonly budgets: Budgets;
  readonly executions: Executions;
  readonly bus: Bus;
  readonly settings: SettingsSource;
  readonly linkSigner: LinkSigner;
}
