import type { HoldAnswer } from '../contracts/hold.ts';
import type { Plan } from '../contracts/verdict.ts';

/** The word the release machine branches on after a hold. CLOSE is the answer to everything that is not a clear yes. */
export function nextAfterHold(
  gate: 'APPROVAL' | 'TIME_LOCK',
  answer: HoldAnswer,
  plan: Plan,
): 'TIME_LOCK' | 'PERMIT' | 'CLOSE' {
  if (plan.kind !== 'ROLL_OUT') return 'CLOSE';
  if (gate === 'TIME_LOCK') return answer === 'ELAPSED' ? 'PERMIT' : 'CLOSE';
  const yes = answer === 'APPROVED' || answer === 'ELAPSED' || answer === 'NOT_REQUIRED';
  return yes ? 'TIME_LOCK' : 'CLOSE';
}
