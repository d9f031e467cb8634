import type { Analysis } from '../contracts/analysis.ts';
import { assertNever } from '../contracts/errors.ts';
import type { Phase } from '../contracts/shift.ts';
import type { Pings } from './pings.ts';
import type { ShiftState } from './shift-situation.ts';

export type LookAtChecks = {
  readonly phase: Phase;
  readonly state: ShiftState | null;
  /** Seconds since the watch of this phase began; null while the new version has no traffic yet. */
  readonly elapsedSeconds: number | null;
  readonly plannedSeconds: number;
  readonly checkedAtStart: boolean;
  readonly analysis: Analysis | null;
  readonly pings: Pings;
};

/** A health check that fails is tried three times, and each try may be counted as a request. */
const REQUESTS_OF_A_PING = 3;

/**
 * What a look asks of the service itself. Staging: everything when it first serves and when its time is over. Watch: its
 * health at each look. Rollout and watch whose time is over without a request by anybody else: everything, since
 * nothing but the checks says then whether it works.
 */
export function checksDue(look: LookAtChecks): 'NONE' | 'HEALTH' | 'ALL' {
  const { phase, state, elapsedSeconds: elapsed, plannedSeconds } = look;
  if (elapsed === null) return 'NONE';
  const isOver = elapsed >= plannedSeconds;
  switch (phase) {
    case 'STAGING':
      return (state === 'SHIFTING' || state === 'COMPLETE') && (isOver || !look.checkedAtStart) ? 'ALL' : 'NONE';
    case 'CANARY':
      return 'NONE';
    case 'ROLLOUT':
      return state === 'COMPLETE' && isOver && isUnused(look.analysis, look.pings) ? 'ALL' : 'NONE';
    case 'WATCH':
      if (state !== 'COMPLETE') return 'NONE';
      return isOver && isUnused(look.analysis, look.pings) ? 'ALL' : 'HEALTH';
    default:
      return assertNever(phase);
  }
}

/** Whether the new version had no more requests than the health checks of this watch may have made. */
export function isUnused(analysis: Analysis | null, pings: Pings | null): boolean {
  return analysis !== null && !(analysis.bad.canaryRequests > REQUESTS_OF_A_PING * (pings?.ran ?? 0));
}
