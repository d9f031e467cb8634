import type { CommitSha, ServiceName } from '../../core/contracts/ids.ts';
import type { AuditStore } from './ports/audit-log.ts';
import type { BlobStore } from './ports/blobs.ts';
import { emptyBudgets, type BudgetStore } from './ports/budgets.ts';
import type { Outages } from './ports/checks.ts';
import { emptyControls, type ControlStore } from './ports/controls.ts';
import type { DeployerStore } from './ports/deployer.ts';
import type { GateStore } from './ports/gates.ts';
import { emptyHolds, type HoldStore } from './ports/holds.ts';
import type { LockStore } from './ports/locks.ts';
import type { MailStore } from './ports/mail.ts';
import type { PermitStore } from './ports/permits.ts';
import type { ReleaseStore } from './ports/releases.ts';
import type { TrustStore } from './ports/trust-ledger.ts';
import type { Repository } from './ports/vcs.ts';
import { SERVICES } from './settings.ts';
import { FIRST } from './truth.ts';

/** What somebody really answered, and to what. */
export type GivenAnswer = {
  readonly releaseId: string;
  readonly person: string;
  readonly answer: 'APPROVE' | 'REJECT';
  readonly digest: string | null;
  readonly at: number;
};

/** Everything that is kept in one life: what the product stores, and what is true whatever it stores. */
export type Stores = DeployerStore &
  Repository & {
    readonly audit: AuditStore;
    readonly blobs: BlobStore;
    readonly releases: ReleaseStore;
    readonly holds: HoldStore;
    readonly locks: LockStore;
    readonly permits: PermitStore;
    readonly controls: ControlStore;
    readonly mails: MailStore;
    readonly gates: GateStore;
    readonly outages: Outages;
    readonly trust: TrustStore;
    readonly budgets: BudgetStore;
    /** Releases that were there before the life began. */
    readonly past: Set<string>;
    readonly answers: GivenAnswer[];
    readonly settled: { readonly releaseId: string; readonly service: ServiceName; readonly commit: CommitSha }[];
    /** True time at which the traffic of a release's canary was back. */
    readonly canaryBack: Map<string, number>;
    /** `Course.step` at which a kill switch, by scope, went on, and at which a release was asked to stop. */
    readonly killedSince: Map<string, number>;
    /** Scopes whose switch somebody turned off again. */
    readonly killedOff: Set<string>;
    readonly stoppedSince: Map<string, number>;
  };

export function emptyStores(): Stores {
  return {
    audit: new Map(),
    blobs: new Map(),
    releases: new Map(),
    holds: emptyHolds(),
    locks: new Map(),
    permits: new Map(),
    controls: emptyControls(),
    mails: new Map(),
    gates: new Map(),
    outages: new Set(),
    trust: new Map(),
    budgets: emptyBudgets(),
    past: new Set(),
    versions: new Map([[FIRST.commit, FIRST]]),
    heads: new Map(),
    deployed: new Map(),
    shifts: new Map(),
    forbidden: new Map(),
    stable: new Map(SERVICES.map((name) => [name, { commit: FIRST.commit, digest: FIRST.digest }])),
    answers: [],
    settled: [],
    canaryBack: new Map(),
    killedSince: new Map(),
    killedOff: new Set(),
    stoppedSince: new Map(),
  };
}
