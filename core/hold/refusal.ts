import { assertNever } from '../contracts/errors.ts';
import type { HoldState } from './hold-state.ts';

export type HoldRefusal = {
  readonly kind: 'REFUSED';
  readonly why:
    | 'NOT_AN_APPROVER'
    | 'IS_AUTHOR'
    | 'NOT_APPROVABLE'
    | 'NOT_DUE'
    | 'USED'
    | 'EXPIRED'
    | 'SUPERSEDED'
    | 'CANCELLED'
    | 'CHANGED';
  /** A sentence for the person who asked. */
  readonly message: string;
};

export function refuse(why: HoldRefusal['why'], message: string): HoldRefusal {
  return { kind: 'REFUSED', why, message };
}

/** Why nothing can be answered in a state other than OPEN. */
export function refusalOf(state: HoldState): HoldRefusal {
  switch (state.kind) {
    case 'ENDED':
      return ofEnded(state);
    case 'STOPPED':
      return state.stop.kind === 'SUPERSEDE'
        ? refuse('SUPERSEDED', `a newer head of this change replaced this release at ${state.stop.at}`)
        : refuse('CANCELLED', `${state.stop.by} cancelled this release at ${state.stop.at}`);
    case 'CHANGED':
      return refuse('CHANGED', `the ${state.what} changed since this was asked`);
    case 'EXPIRED':
      return refuse('EXPIRED', `the deadline ${state.deadline} has passed`);
    case 'OPEN':
      return refuse('NOT_DUE', 'the hold is open');
    default:
      return assertNever(state);
  }
}

function ofEnded({ answer, by, at }: HoldState & { kind: 'ENDED' }): HoldRefusal {
  switch (answer) {
    case 'APPROVED':
      return refuse('USED', `${by} approved at ${at}`);
    case 'REJECTED':
      return refuse('USED', `${by} rejected at ${at}`);
    case 'ELAPSED':
      return refuse('EXPIRED', `the time was over at ${at} and the release went on`);
    case 'EXPIRED':
      return refuse('EXPIRED', `nobody answered in time; the release was cancelled at ${at}`);
    case 'CANCELLED':
      return refuse('CANCELLED', `${by} cancelled this release at ${at}`);
    case 'SUPERSEDED':
      return refuse('SUPERSEDED', `a newer head of this change replaced this release at ${at}`);
    case 'NOT_REQUIRED':
      return refuse('USED', 'no answer was needed');
    default:
      return assertNever(answer);
  }
}
