import { assertNever } from '../contracts/errors.ts';
import type { ReleaseId } from '../contracts/ids.ts';

/** `at`: ms since 1970 when it got the lock. */
export type LockHolder = { readonly releaseId: ReleaseId; readonly fence: number; readonly at: number };
export type LockWaiter = { readonly releaseId: ReleaseId; readonly since: number };

/**
 * The lock of one service in one environment. `queue` is in the order in which its members first asked, and is empty
 * whenever nobody holds the lock: who gives it up hands it to the first in line.
 */
export type LockState = {
  readonly holder: LockHolder | null;
  readonly nextFence: number;
  readonly queue: readonly LockWaiter[];
};
export const FREE_LOCK: LockState = { holder: null, nextFence: 1, queue: [] };

/** `now`: ms since 1970. EVICT names a fence, so a lock that has changed hands since is left alone. */
export type LockRequest =
  | { readonly kind: 'TAKE'; readonly releaseId: ReleaseId; readonly now: number }
  | { readonly kind: 'EVICT'; readonly fence: number; readonly now: number }
  | { readonly kind: 'RELEASE'; readonly releaseId: ReleaseId; readonly now: number };

/** `position` 1 is next. GIVEN_UP: the lock has gone to the next in line, if there is one. LEFT: the queue. */
export type LockResult =
  | { readonly kind: 'ACQUIRED'; readonly fence: number }
  | { readonly kind: 'BUSY'; readonly holder: LockHolder; readonly position: number }
  | { readonly kind: 'GIVEN_UP' }
  | { readonly kind: 'LEFT' }
  | { readonly kind: 'UNCHANGED' };

type Step<R extends LockResult> = { readonly state: LockState; readonly result: R };
type TakeResult = Extract<LockResult, { kind: 'ACQUIRED' | 'BUSY' }>;

/**
 * One step of the lock, first come, first served. Asking again changes nothing, for the holder and for a waiter. Every
 * holder has a larger fence than the one before it, so an action that names an older fence can be refused.
 */
export function lock(state: LockState, request: Extract<LockRequest, { kind: 'TAKE' }>): Step<TakeResult>;
export function lock(state: LockState, request: LockRequest): Step<LockResult>;
export function lock(state: LockState, request: LockRequest): Step<LockResult> {
  switch (request.kind) {
    case 'TAKE':
      return take(state, request.releaseId, request.now);
    case 'EVICT':
      if (state.holder?.fence !== request.fence) return unchanged(state);
      return { state: passedOn(state, request.now), result: { kind: 'GIVEN_UP' } };
    case 'RELEASE': {
      if (state.holder?.releaseId === request.releaseId)
        return { state: passedOn(state, request.now), result: { kind: 'GIVEN_UP' } };
      const queue = state.queue.filter((waiter) => waiter.releaseId !== request.releaseId);
      if (queue.length === state.queue.length) return unchanged(state);
      return { state: { ...state, queue }, result: { kind: 'LEFT' } };
    }
    default:
      return assertNever(request);
  }
}

function take(state: LockState, releaseId: ReleaseId, now: number): Step<TakeResult> {
  const asked: LockState = isKnown(state, releaseId)
    ? state
    : { ...state, queue: [...state.queue, { releaseId, since: now }] };
  const next = asked.holder ? asked : passedOn(asked, now);
  const holder = next.holder!;
  if (holder.releaseId === releaseId) return { state: next, result: { kind: 'ACQUIRED', fence: holder.fence } };
  const position = next.queue.findIndex((waiter) => waiter.releaseId === releaseId) + 1;
  return { state: next, result: { kind: 'BUSY', holder, position } };
}

function isKnown({ holder, queue }: LockState, releaseId: ReleaseId): boolean {
  return holder?.releaseId === releaseId || queue.some((waiter) => waiter.releaseId === releaseId);
}

/** The lock goes to the first in line, with the next fence; nobody holds it when nobody waits. */
function passedOn({ nextFence, queue: [first, ...queue] }: LockState, now: number): LockState {
  if (!first) return { holder: null, nextFence, queue };
  return { holder: { releaseId: first.releaseId, fence: nextFence, at: now }, nextFence: nextFence + 1, queue };
}

function unchanged(state: LockState): Step<LockResult> {
  return { state, result: { kind: 'UNCHANGED' } };
}
