import { lock, type LockRequest, type LockResult, type LockState } from '../../core/lock/lock.ts';

type Reducer = (state: LockState, request: LockRequest) => { readonly state: LockState; readonly result: LockResult };

/** How contenders get past each other. What ships is SHIPPED; every other one leaves something out. */
export type Variant = {
  readonly name: string;
  /** The lock's own steps. */
  readonly lock: Reducer;
  /** Takes over only from a holder whose execution is not running (docs/adr/0015). */
  readonly asksExecution: boolean;
  /** Gives the old holder's traffic back before it is evicted, and waits for that. */
  readonly endsShifts: boolean;
  /** A shift that was not there when its release was closed can never begin (`Deployer.forbid`). */
  readonly voidsShifts: boolean;
  /** A shift starts only under the lock and the permit's fence. */
  readonly checksFence: boolean;
  /** Who closes gives back the traffic before the lock. */
  readonly closesShifts: boolean;
  /** Somebody takes over from the dead at all: the next in line, and the janitor. */
  readonly takesOver: boolean;
  /** Ticks after which a lock counts as free, whoever holds it; null: never. */
  readonly leaseTicks: number | null;
};

export const SHIPPED: Variant = {
  name: 'shipped',
  lock,
  asksExecution: true,
  endsShifts: true,
  voidsShifts: true,
  checksFence: true,
  closesShifts: true,
  takesOver: true,
  leaseTicks: null,
};

/** An EVICT that does not look at the fence throws out whoever holds the lock by then. */
const evictsAnybody: Reducer = (state, request) =>
  lock(state, request.kind === 'EVICT' ? { ...request, fence: state.holder?.fence ?? request.fence } : request);

/** The two that everybody writes first. */
export const CLASSICS: readonly Variant[] = [
  {
    ...SHIPPED,
    name: 'lease only: a lock that ran out is free, whoever still acts under it',
    leaseTicks: 1,
    asksExecution: false,
    endsShifts: false,
    checksFence: false,
  },
  {
    ...SHIPPED,
    name: 'fence only: takeover without asking whether the holder or its deployment ended',
    asksExecution: false,
    endsShifts: false,
  },
];

/**
 * What ships, each without one part. The look at the fence when a shift starts is not among them: beside forbidden shifts
 * it is a second barrier, and the model finds no way through without it.
 */
export const WEAKER: readonly Variant[] = [
  { ...SHIPPED, name: 'takeover without asking whether the execution ended', asksExecution: false },
  { ...SHIPPED, name: 'takeover that leaves the traffic of the dead where it is', endsShifts: false },
  { ...SHIPPED, name: 'a shift whose release was closed may still begin', voidsShifts: false },
  { ...SHIPPED, name: 'closing gives back the lock before the traffic', closesShifts: false },
  { ...SHIPPED, name: 'an eviction that names no fence', lock: evictsAnybody },
  { ...SHIPPED, name: 'nobody takes over from the dead', takesOver: false },
];
