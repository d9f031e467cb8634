import { Terminal } from '../contracts/errors.ts';
import type { Hold, HoldAnswer } from '../contracts/hold.ts';
import type { StopRequest } from '../contracts/release.ts';

/** What the release is now; a hold speaks only of exactly what it was opened for. */
export type HoldCurrent = {
  readonly head: string;
  readonly digest: string | null;
  readonly configHash: string | null;
  readonly stop: StopRequest | null;
};

/** OPEN is the only state in which an approval counts. EXPIRED: the deadline has passed and nobody has ended it yet. */
export type HoldState =
  | { readonly kind: 'OPEN' }
  | {
      readonly kind: 'ENDED';
      readonly answer: HoldAnswer;
      readonly by: string;
      readonly reason: string;
      readonly at: string;
    }
  | { readonly kind: 'STOPPED'; readonly stop: StopRequest }
  | { readonly kind: 'CHANGED'; readonly what: 'commit' | 'artifact' | 'config or policies' }
  | { readonly kind: 'EXPIRED'; readonly deadline: string };

/** The page and the reducer read the same state. `now` is ms since 1970 on the release's clock. */
export function holdState(hold: Hold, now: number, current: HoldCurrent): HoldState {
  if (hold.status.kind === 'ENDED') return hold.status;
  if (current.stop) return { kind: 'STOPPED', stop: current.stop };
  if (current.head !== hold.subject.head) return { kind: 'CHANGED', what: 'commit' };
  if (current.digest !== hold.subject.digest) return { kind: 'CHANGED', what: 'artifact' };
  if (current.configHash !== hold.subject.configHash) return { kind: 'CHANGED', what: 'config or policies' };
  return now < deadlineOf(hold) ? { kind: 'OPEN' } : { kind: 'EXPIRED', deadline: hold.deadline };
}

/** ms since 1970. */
export function deadlineOf(hold: Hold): number {
  const deadline = Date.parse(hold.deadline);
  if (Number.isNaN(deadline)) throw new Terminal(`hold ${hold.holdId} has no valid deadline`);
  return deadline;
}
