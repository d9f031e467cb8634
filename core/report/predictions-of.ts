import type { AuditRecord } from '../contracts/audit-record.ts';
import { payloadField, textField } from '../audit/payload-field.ts';
import type { Prediction } from './calibration.ts';

/**
 * What the decision expected of each release that was tried out, and how it came out. Deployed is right; what a shift
 * withdrew or rolled back is wrong. What people, time or a fault ended says nothing of the change and is left out, and so
 * is what was rejected before it was tried: there the decision expected nothing.
 */
export function predictionsOf(records: Iterable<AuditRecord>): readonly Prediction[] {
  return [...Map.groupBy(records, ({ releaseId }) => releaseId)].flatMap(([releaseId, release]): Prediction[] => {
    const last = (event: string) => release.findLast((record) => record.event === event)?.payload;
    const confidence = payloadField(last('decision.made'), 'confidence');
    const outcome = textField(last('release.closed'), 'outcome');
    const tried = textField(last('decision.made'), 'next') === 'ROLL_OUT' && last('shift.ended') !== undefined;
    if (typeof confidence !== 'number' || !tried) return [];
    if (outcome === 'DEPLOYED') return [{ releaseId, confidence, succeeded: true }];
    return outcome === 'ROLLED_BACK' || outcome === 'ROLLBACK_FAILED' || outcome === 'REJECTED'
      ? [{ releaseId, confidence, succeeded: false }]
      : [];
  });
}
