import { expect, it } from '@jest/globals';
import { holdAnswerSchema } from '../../../core/contracts/hold.ts';
import type { Plan } from '../../../core/contracts/verdict.ts';
import { nextAfterHold } from '../../../core/hold/next-after-hold.ts';

const rollOut = { kind: 'ROLL_OUT', rollback: { class: 'CODE_ONLY', lastSafe: 'WATCH', why: 'code alone' } } as const;
const recordOnly: Plan = { kind: 'RECORD_ONLY', skipped: [], why: 'docs only' };

it.each([
  ['APPROVED', 'TIME_LOCK', 'CLOSE'],
  ['ELAPSED', 'TIME_LOCK', 'PERMIT'],
  ['NOT_REQUIRED', 'TIME_LOCK', 'CLOSE'],
  ['REJECTED', 'CLOSE', 'CLOSE'],
  ['EXPIRED', 'CLOSE', 'CLOSE'],
  ['CANCELLED', 'CLOSE', 'CLOSE'],
  ['SUPERSEDED', 'CLOSE', 'CLOSE'],
] as const)('%s leads from the approval to %s and from the time lock to %s', (answer, afterApproval, afterLock) => {
  expect(nextAfterHold('APPROVAL', answer, rollOut)).toBe(afterApproval);
  expect(nextAfterHold('TIME_LOCK', answer, rollOut)).toBe(afterLock);
});

it('K25: nothing follows the hold of a plan that moves no traffic', () => {
  for (const answer of holdAnswerSchema.options) {
    expect(nextAfterHold('APPROVAL', answer, recordOnly)).toBe('CLOSE');
    expect(nextAfterHold('TIME_LOCK', answer, recordOnly)).toBe('CLOSE');
  }
});
