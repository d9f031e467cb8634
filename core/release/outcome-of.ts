import type { AuditRecord, Json } from '../contracts/audit-record.ts';
import type { Outcome } from '../contracts/outcome.ts';

export type Ending = { readonly outcome: Outcome; readonly because: string };

/**
 * How a release ended, read off its audit records and nothing else, so that close-release, the janitor and an auditor
 * get the same answer. Starts as ERRORED; only a recorded fact changes that. A failed rollback outweighs everything, a
 * shift that went wrong outweighs the request that stopped it.
 *
 * @param fault name of the error that ended the execution, or null
 */
export function outcomeOf(records: readonly AuditRecord[], fault: string | null): Ending {
  let ending: Ending = {
    outcome: 'ERRORED',
    because: `the release ended without a result: ${fault ?? 'no fault named'}`,
  };
  let recordOnly = false;
  for (const record of records) {
    const next = endingOf(record);
    if (record.event === 'decision.made' && text(record, 'next') === 'RECORD_ONLY') recordOnly = true;
    const passedHold =
      record.event === 'hold.ended' && ['APPROVED', 'ELAPSED', 'NOT_REQUIRED'].includes(text(record, 'answer'));
    if (recordOnly && passedHold && text(record, 'gate') === 'APPROVAL' && fault === null)
      ending = { outcome: 'DEPLOYED', because: 'approved; no byte that runs changes, so nothing was shifted' };
    if (next !== null && replaces(next.outcome, ending.outcome)) ending = next;
  }
  return ending;
}

/** Later facts replace earlier ones of the same or a smaller weight; what a supersede cancels stays superseded. */
function replaces(next: Outcome, current: Outcome): boolean {
  return WEIGHT[next] >= WEIGHT[current] && !(next === 'CANCELLED' && current === 'SUPERSEDED');
}

/** A request to stop explains why gates or a shift gave no result; harm outweighs the request. */
const WEIGHT: Readonly<Record<Outcome, number>> = {
  ERRORED: 0,
  REJECTED: 1,
  EXPIRED: 1,
  CANCELLED: 2,
  SUPERSEDED: 2,
  DEPLOYED: 3,
  ROLLED_BACK: 3,
  ROLLBACK_FAILED: 4,
};

function endingOf(record: AuditRecord): Ending | null {
  const because = record.rationale;
  switch (record.event) {
    case 'release.refused':
    case 'permit.denied':
    case 'lock.refused':
      return { outcome: 'REJECTED', because };
    case 'lock.expired':
      return { outcome: 'EXPIRED', because };
    case 'release.stopped':
      return { outcome: text(record, 'kind') === 'SUPERSEDE' ? 'SUPERSEDED' : 'CANCELLED', because };
    case 'decision.made':
      return text(record, 'next') === 'REJECT' ? { outcome: 'REJECTED', because } : null;
    case 'hold.ended':
      // Closing ends what still waits: that is what follows from an ending and no reason for one.
      if (text(record, 'answer') === 'CANCELLED' && text(record, 'by') === 'interlock') return null;
      return holdEnding(text(record, 'answer'), because);
    case 'shift.ended':
      return shiftEnding(text(record, 'phase'), text(record, 'result'), text(record, 'next'), because);
    default:
      return null;
  }
}

function holdEnding(answer: string, because: string): Ending | null {
  switch (answer) {
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
    case 'SUPERSEDED':
      return { outcome: answer, because };
    default:
      return null;
  }
}

function shiftEnding(phase: string, result: string, next: string, because: string): Ending | null {
  // Harm without a way back, whether the way failed or was not taken.
  if (result === 'ROLLBACK_FAILED' || result === 'FROZEN') return { outcome: 'ROLLBACK_FAILED', because };
  if (phase === 'WATCH' && result === 'PASSED') return { outcome: 'DEPLOYED', because };
  if (next === 'PROCEED') return null;
  if (result === 'CANCELLED') return { outcome: 'CANCELLED', because };
  if (result === 'FAILED' && phase !== 'STAGING') return { outcome: 'ROLLED_BACK', because };
  return { outcome: 'REJECTED', because };
}

function text(record: AuditRecord, field: string): string {
  const payload = record.payload as { readonly [key: string]: Json } | null;
  const value = payload?.[field];
  return typeof value === 'string' ? value : '';
}
