import type { Row, Test } from './row.ts';

/** What no policy may allow, whoever writes it. */
export type Limit = Row & { readonly id: string; readonly words: string };

const PROCEED = ['proceed'] as const;
const UNASKED = ['proceedUnasked'] as const;
const WITHOUT_PERSON = ['proceedWithoutPerson'] as const;
const APPROVE = ['approve'] as const;

const NO: Test = { is: [false] };
const YES: Test = { is: [true] };
/** Limits about deploying do not look at a change that only gets recorded (003-13). */
const deployed = (where: Readonly<Record<string, Test>>) => ({ recordOnly: NO, ...where });

const limit = (id: string, words: string, on: Row['on'], where: Row['where']): Limit => ({ id, words, on, where });

/**
 * The hard limits, by action: where every named field is as said, the answer is no. Each is carried by a forbid in
 * policies/limits.cedar, so that no permit that anyone adds can widen past it.
 */
export const LIMITS: readonly Limit[] = [
  // 000-15, 004-1
  limit('gates', 'without every gate passed nothing goes on', PROCEED, { gatesPassed: NO }),
  // 003-25
  limit('kill-switch', 'with the kill switch on nothing goes on', PROCEED, { killSwitch: YES }),
  limit('freeze', 'in a freeze window nothing goes on', PROCEED, { frozen: YES }),
  limit('quarantine', 'quarantined bytes never go on', PROCEED, { quarantined: YES }),
  limit('newer-code', 'what takes newer code out never goes on', PROCEED, { containsRunning: NO }),
  // K1, 004-17
  limit('class-high', 'class HIGH never without a person, in any profile', UNASKED, { riskClass: { is: ['HIGH'] } }),
  // K19
  limit('triggers', 'with any human trigger never without a person', UNASKED, { triggers: { some: true } }),
  // house rule 2: what was not reviewed is never clean
  limit('unreviewed', 'without a usable review never without a person', UNASKED, {
    reviewStatus: { is: ['UNAVAILABLE'] },
  }),
  // 003-33
  limit('budget', 'with a used-up budget never without a person', UNASKED, { budgetExhausted: YES }),
  // 001-56, 001-57
  limit(
    'confidence-70',
    'confidence below 70 never without a person',
    UNASKED,
    deployed({ confidence: { below: 70 } }),
  ),
  // 001-54, 001-55
  limit(
    'confidence-90',
    'confidence below 90 never without time to cancel',
    WITHOUT_PERSON,
    deployed({ confidence: { below: 90 } }),
  ),
  // 000-36, K1
  limit(
    'conservative',
    'profile conservative never without a person',
    UNASKED,
    deployed({ profile: { is: ['conservative'] } }),
  ),
  // K1
  limit(
    'guarded-medium',
    'profile guarded: class MEDIUM never without a person',
    UNASKED,
    deployed({ profile: { is: ['guarded'] }, riskClass: { is: ['MEDIUM'] } }),
  ),
  // K1, 004-47
  limit(
    'trust-low',
    'class LOW below trust L2 never without a person',
    UNASKED,
    deployed({ riskClass: { is: ['LOW'] }, trust: { below: 2 } }),
  ),
  // K1, 004-48
  limit(
    'trust-medium',
    'class MEDIUM below trust L3 never without a person',
    UNASKED,
    deployed({ riskClass: { is: ['MEDIUM'] }, trust: { below: 3 } }),
  ),
  // 003-11
  limit(
    'autonomy',
    'DEPLOY below level A4 never without a person',
    UNASKED,
    deployed({ autonomyDeploy: { below: 4 } }),
  ),
  // 003-10
  limit('merge', 'MERGE below level A3 never without a person', UNASKED, { autonomyMerge: { below: 3 } }),
  // 003-10
  limit(
    'merge-medium',
    'class MEDIUM with MERGE below level A4 never without a person',
    UNASKED,
    deployed({ riskClass: { is: ['MEDIUM'] }, autonomyMerge: { below: 4 } }),
  ),
  // 001-40
  limit('rollback', 'what cannot be rolled back never without a person', UNASKED, { rollbackSafe: NO }),
  limit('author', 'an author never approves', APPROVE, { isAuthor: YES }),
  limit('unlisted', 'who is not listed never approves', APPROVE, { isListed: NO }),
];
