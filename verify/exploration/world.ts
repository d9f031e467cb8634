import { FREE_LOCK, type LockState } from '../../core/lock/lock.ts';
import type { ReleaseId } from '../../core/contracts/ids.ts';
import type { HoldAnswer } from '../../core/contracts/hold.ts';
import type { Outcome } from '../../core/contracts/outcome.ts';
import type { Phase, ShiftDecision, ShiftResult } from '../../core/contracts/shift.ts';
import type { ShiftState } from '../../core/canary/shift-situation.ts';
import type { VerdictKind } from './verdict-kinds.ts';

/** What the stores hold of one shift. `ended`: the word that went on record first and is repeated from then on. */
export type ShiftDocument = {
  readonly decision: ShiftDecision | null;
  readonly by: string | null;
  readonly result: ShiftResult | null;
  readonly ended: 'PROCEED' | 'CLOSE' | null;
};
/** SETTLED: the new version stays; the deployer says COMPLETE and gives nothing back any more. */
export type Traffic = ShiftState | 'SETTLED';
/** APPROVAL stands for whichever hold comes before the time lock. */
export type HoldStore = null | 'OPEN' | HoldAnswer;

/** One release: where its machines stand, and what the stores, the deployer and the audit log know of it. */
export type Release = {
  readonly id: ReleaseId;
  /** Commits are numbered in the order of history: a larger one contains every smaller one. */
  readonly head: number;
  readonly place: string;
  readonly child: string | null;
  readonly phase: Phase | null;
  readonly gates: null | 'RUNNING' | 'PASSED' | 'FAILED';
  readonly verdict: VerdictKind | null;
  readonly shifts: Readonly<Record<Phase, ShiftDocument | null>>;
  readonly traffic: Readonly<Record<'STAGING' | 'CANARY' | 'ROLLOUT', Traffic | null>>;
  readonly holds: Readonly<Record<'APPROVAL' | 'TIME_LOCK', HoldStore>>;
  readonly permit: null | 'DENIED' | { readonly fence: number; readonly consumed: boolean };
  readonly stop: boolean;
  /** Head, artifact or config are no longer those that were decided on. */
  readonly moved: boolean;
  readonly outcome: Outcome | null;
};

/** One service with everybody who wants to change it. */
export type World = {
  readonly lock: LockState;
  /** The commit that serves production. */
  readonly running: number;
  readonly killSwitch: boolean;
  readonly releases: readonly Release[];
};

/** What may happen next, in words for people, and the world after it. */
export type Transition = { readonly label: string; readonly world: World };

/** The one request to stop that there is. */
export const STOP = { kind: 'CANCEL', by: 'somebody', reason: 'stop', at: '2026-01-05T10:00:00.000Z' } as const;

/** Releases of these heads, each at a place, with what the stores know of it by then. */
export function openWorld(heads: readonly number[], place: string, known: Partial<Release> = {}): World {
  const releases = heads.map((head, i): Release => ({
    ...{ id: `rel-${String(i).padStart(20, '0')}` as ReleaseId, head, place, child: null, phase: null },
    ...{ gates: null, verdict: null, permit: null, stop: false, moved: false, outcome: null },
    shifts: { STAGING: null, CANARY: null, ROLLOUT: null, WATCH: null },
    traffic: { STAGING: null, CANARY: null, ROLLOUT: null },
    holds: { APPROVAL: null, TIME_LOCK: null },
    ...known,
  }));
  return { lock: FREE_LOCK, running: 0, killSwitch: false, releases };
}

export function withRelease(world: World, i: number, change: Partial<Release>): World {
  return { ...world, releases: world.releases.with(i, { ...world.releases[i]!, ...change }) };
}

/** What moves production traffic away from the version that serves, or may. */
export function isActive(traffic: Traffic | null): boolean {
  return traffic === 'STARTING' || traffic === 'SHIFTING' || traffic === 'COMPLETE' || traffic === 'RETURNING';
}

/** Traffic that nobody could give back, or may: people move it. */
export function isLost(traffic: Traffic | null): boolean {
  return traffic === 'RETURN_FAILED' || traffic === 'FROZEN';
}
