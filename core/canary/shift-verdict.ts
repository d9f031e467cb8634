import type { Reason, ReasonStatus } from '../contracts/reason.ts';
import type { ShiftDecision, ShiftResult } from '../contracts/shift.ts';

/** The word for the state machine and why. `result` is how the shift ends by it, null while it goes on. */
export type ShiftVerdict = {
  readonly decision: ShiftDecision;
  readonly result: ShiftResult | null;
  readonly because: Reason;
  /** The planned time is to be prolonged: the canary proved nothing yet. */
  readonly extend?: true;
};

export function rollBack(
  rule: string,
  observed: string,
  required: string,
  result: ShiftResult = 'FAILED',
): ShiftVerdict {
  return { decision: 'ROLL_BACK', result, because: reason(rule, 'REJECT', observed, required) };
}

export function withdraw(rule: string, observed: string, required: string, result: ShiftResult): ShiftVerdict {
  const status: Partial<Record<ShiftResult, ReasonStatus>> = {
    PASSED: 'OK',
    INCONCLUSIVE: 'PERSON',
    CANCELLED: 'NOTE',
  };
  return { decision: 'WITHDRAW', result, because: reason(rule, status[result] ?? 'REJECT', observed, required) };
}

export function promote(rule: string, observed: string, required: string): ShiftVerdict {
  return { decision: 'PROMOTE', result: 'PASSED', because: reason(rule, 'OK', observed, required) };
}

export function goOn(rule: string, observed: string, required: string): ShiftVerdict {
  return { decision: 'CONTINUE', result: null, because: reason(rule, 'OK', observed, required) };
}

/** Bounds of a reason's text (core/contracts/reason.ts). */
const LONGEST = 2000;

function reason(rule: string, status: ReasonStatus, observed: string, required: string): Reason {
  return { rule, status, observed: observed.slice(0, LONGEST), required: required.slice(0, LONGEST), children: [] };
}
