import type { LockState } from '../../core/lock/lock.ts';

/**
 * Where a contender's execution stands; each is one call that may be cut off before or after its effect.
 * ASK take the lock, LOOK at the holder's execution, END the holder's shifts, EVICT it; then CHECK whether a shift may
 * start, START it, DEPLOYED while it has traffic; then CLOSE its own shifts, RELEASE the lock, DONE. GONE: it died and
 * nothing of it is under way any more.
 */
export type At =
  'ASK' | 'LOOK' | 'END' | 'EVICT' | 'CHECK' | 'START' | 'DEPLOYED' | 'CLOSE' | 'RELEASE' | 'DONE' | 'GONE';

/** ACTIVE and RETURNING have traffic. VOID: forbidden before it began. */
export type Deployment = 'NONE' | 'ACTIVE' | 'RETURNING' | 'ENDED' | 'VOID';

export type Contender = {
  readonly at: At;
  /** Whether its execution is running; a call of it may be under way all the same. */
  readonly alive: boolean;
  /** The fence it got; its permit names it. */
  readonly fence: number | null;
  /** The holder that it found, when it was busy. */
  readonly found: { readonly holder: number; readonly fence: number } | null;
  /** A start of its deployment is under way and may land at any later moment. */
  readonly inFlight: boolean;
  readonly deployment: Deployment;
  /** How far the janitor came with it. */
  readonly swept: 'NO' | 'ENDED' | 'RELEASED';
};

/** `now` in ticks. */
export type World = {
  readonly now: number;
  readonly lock: LockState;
  readonly contenders: readonly Contender[];
};

export const NAMES = ['A', 'B', 'C', 'D'] as const;

export const hasTraffic = ({ deployment }: Contender) => deployment === 'ACTIVE' || deployment === 'RETURNING';
/** What `Executions.status` says is anything but RUNNING. */
export const isGone = ({ alive, at }: Contender) => !alive || at === 'DONE';
/** Nothing is left to do for it: it ended, or it died and the janitor was there. */
export const isOver = (contender: Contender) =>
  contender.alive ? contender.at === 'DONE' : contender.swept === 'RELEASED' && !hasTraffic(contender);
