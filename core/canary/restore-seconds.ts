import type { ShiftResult } from '../contracts/shift.ts';
import type { ShiftState } from './shift-situation.ts';

type Ended = {
  /** ms since 1970 on the release's clock: of the decision (null: there was none), and when the checks had run. */
  readonly decidedAt: number | null;
  readonly verifiedAt: number;
  readonly state: ShiftState | null;
  readonly result: ShiftResult;
  /** Whether the old version was asked at all. */
  readonly checked: boolean;
};

/**
 * Whole seconds to restore: from the decision until the old version had all traffic again and had passed its checks. Null
 * where no traffic had to come back, and where it is not known that it did: a failed rollback restored nothing.
 */
export function restoreSeconds({ decidedAt, verifiedAt, state, result, checked }: Ended): number | null {
  const isBack = state === 'RETURNED' && checked && result !== 'ROLLBACK_FAILED' && result !== 'FROZEN';
  return isBack && decidedAt !== null ? Math.max(0, Math.round((verifiedAt - decidedAt) / 1000)) : null;
}
