import type { HoldAnswer, HoldKind } from '../contracts/hold.ts';

/** What people read for each kind of hold. */
export const holdNames: Readonly<Record<HoldKind, string>> = {
  APPROVAL: 'Approval',
  CANCEL_WINDOW: 'Cancel window',
  TIME_LOCK: 'Time lock',
};

/** How a hold ended, after "was": `was approved`. */
export const answerWords: Readonly<Record<HoldAnswer, string>> = {
  APPROVED: 'approved',
  REJECTED: 'rejected',
  ELAPSED: 'let through: nobody objected in time',
  EXPIRED: 'cancelled: nobody answered in time',
  CANCELLED: 'cancelled',
  SUPERSEDED: 'replaced by a newer head of the same change',
  NOT_REQUIRED: 'not required',
};

/** Confidence in hundredths as 0.00 to 0.95 (001-53). */
export function confidenceText(hundredths: number): string {
  return (hundredths / 100).toFixed(2);
}
