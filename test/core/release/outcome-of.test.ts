import { describe, expect, it } from '@jest/globals';
import { outcomeOf } from '../../../core/release/outcome-of.ts';
import { recordOf } from '../../support/record-of.ts';

const decision = (next: string) => recordOf('decision.made', { next });
const shift = (phase: string, result: string, next = result === 'PASSED' ? 'PROCEED' : 'CLOSE') =>
  recordOf('shift.ended', { phase, result, next });
const hold = (gate: string, answer: string) => recordOf('hold.ended', { gate, answer });
const stop = (kind: string) => recordOf('release.stopped', { kind });

describe('outcomeOf reads the outcome off the record', () => {
  it.each([
    ['nothing recorded', [], 'ERRORED'],
    ['a refused change', [recordOf('release.refused')], 'REJECTED'],
    ['a rejected decision', [decision('REJECT')], 'REJECTED'],
    ['a way that broke off after the decision', [decision('ROLL_OUT')], 'ERRORED'],
    [
      'the whole way',
      [
        decision('ROLL_OUT'),
        shift('STAGING', 'PASSED'),
        shift('CANARY', 'PASSED'),
        hold('APPROVAL', 'APPROVED'),
        hold('TIME_LOCK', 'ELAPSED'),
        shift('ROLLOUT', 'PASSED'),
        shift('WATCH', 'PASSED'),
      ],
      'DEPLOYED',
    ],
    ['a rollout nobody watched', [decision('ROLL_OUT'), shift('ROLLOUT', 'PASSED')], 'ERRORED'],
    ['staging that failed (002-20)', [decision('ROLL_OUT'), shift('STAGING', 'FAILED')], 'REJECTED'],
    ['a canary that failed (002-22)', [decision('ROLL_OUT'), shift('CANARY', 'FAILED')], 'ROLLED_BACK'],
    ['an inconclusive canary that policy stops', [decision('ROLL_OUT'), shift('CANARY', 'INCONCLUSIVE')], 'REJECTED'],
    [
      'an inconclusive canary that a person takes over',
      [decision('ROLL_OUT'), shift('CANARY', 'INCONCLUSIVE', 'PROCEED')],
      'ERRORED',
    ],
    ['a watch that failed', [shift('ROLLOUT', 'PASSED'), shift('WATCH', 'FAILED')], 'ROLLED_BACK'],
    ['a rollback that failed (001-42)', [shift('CANARY', 'ROLLBACK_FAILED')], 'ROLLBACK_FAILED'],
    ['001-40 traffic that is frozen', [shift('ROLLOUT', 'FROZEN')], 'ROLLBACK_FAILED'],
    ['a rollback that failed after a cancel', [stop('CANCEL'), shift('CANARY', 'ROLLBACK_FAILED')], 'ROLLBACK_FAILED'],
    ['a cancel during a shift', [stop('CANCEL'), shift('CANARY', 'CANCELLED')], 'CANCELLED'],
    ['a supersede during a shift', [stop('SUPERSEDE'), shift('CANARY', 'CANCELLED')], 'SUPERSEDED'],
    ['a cancel while the gates ran', [stop('CANCEL'), decision('REJECT')], 'CANCELLED'],
    ['a supersede during a hold', [stop('SUPERSEDE'), hold('APPROVAL', 'SUPERSEDED')], 'SUPERSEDED'],
    ['a cancel that came after the end', [shift('WATCH', 'PASSED'), stop('CANCEL')], 'DEPLOYED'],
    ['silence (001-38)', [decision('ROLL_OUT'), hold('APPROVAL', 'EXPIRED')], 'EXPIRED'],
    ['a no', [decision('ROLL_OUT'), hold('APPROVAL', 'REJECTED')], 'REJECTED'],
    [
      'a hold that was ended by closing, which is no cancel by anybody',
      [decision('ROLL_OUT'), recordOf('hold.ended', { gate: 'APPROVAL', answer: 'CANCELLED', by: 'interlock' })],
      'ERRORED',
    ],
    [
      'a hold that a person cancelled',
      [decision('ROLL_OUT'), recordOf('hold.ended', { gate: 'APPROVAL', answer: 'CANCELLED', by: 'dev' })],
      'CANCELLED',
    ],
    ['a denied permit', [decision('ROLL_OUT'), recordOf('permit.denied')], 'REJECTED'],
    ['a shift that did not start', [decision('ROLL_OUT'), shift('CANARY', 'NOT_STARTED')], 'REJECTED'],
    ['documentation that was approved', [decision('RECORD_ONLY'), hold('APPROVAL', 'APPROVED')], 'DEPLOYED'],
    [
      'documentation that nobody needs to approve',
      [decision('RECORD_ONLY'), hold('APPROVAL', 'NOT_REQUIRED')],
      'DEPLOYED',
    ],
    ['documentation that was not approved', [decision('RECORD_ONLY'), hold('APPROVAL', 'EXPIRED')], 'EXPIRED'],
    ['an approval alone', [decision('ROLL_OUT'), hold('APPROVAL', 'APPROVED')], 'ERRORED'],
  ])('%s', (_, records, outcome) => {
    expect(outcomeOf(records, null).outcome).toBe(outcome);
  });

  it('a fault never reads as deployed documentation', () => {
    const records = [decision('RECORD_ONLY'), hold('APPROVAL', 'NOT_REQUIRED')];
    expect(outcomeOf(records, 'Terminal')).toEqual({
      outcome: 'ERRORED',
      because: 'the release ended without a result: Terminal',
    });
  });

  it('says why in the words of the record that decided', () => {
    expect(outcomeOf([recordOf('release.refused', {}, 'the diff is empty')], null).because).toBe('the diff is empty');
  });
});
