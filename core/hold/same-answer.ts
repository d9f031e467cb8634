import type { Hold } from '../contracts/hold.ts';
import { samePerson } from './is-author.ts';

/**
 * True when the hold ended by this very answer of this person: a request that comes again, because its reply was lost,
 * is told the same. An author's REJECT ends a hold as CANCELLED.
 */
export function isSameAnswer({ status }: Hold, personId: string, answer: 'APPROVE' | 'REJECT'): boolean {
  if (status.kind !== 'ENDED' || samePerson(status.by) !== samePerson(personId)) return false;
  return answer === 'APPROVE' ? status.answer === 'APPROVED' : ['REJECTED', 'CANCELLED'].includes(status.answer);
}
