import type { Approver } from '../contracts/hold.ts';
import { isAuthor } from '../hold/is-author.ts';
import { authorize, type PolicyAnswer } from './authorize.ts';
import type { CompiledPolicies } from './compile-policies.ts';

/**
 * Whether `approverId` may approve: listed among the approvers, and neither its id nor any mail address under which it
 * is listed is in the author set.
 */
export function mayApprove(
  compiled: CompiledPolicies,
  approverId: string,
  hold: { readonly approvers: readonly Approver[]; readonly authors: readonly string[]; readonly service: string },
): PolicyAnswer {
  const entries = hold.approvers.filter(({ id }) => id === approverId);
  return authorize(compiled, {
    principal: { type: 'Person', id: approverId },
    action: 'approve',
    resource: { type: 'Change', id: hold.service },
    context: {
      isListed: entries.length > 0,
      isAuthor: [{ id: approverId, email: approverId }, ...entries].some((person) => isAuthor(person, hold.authors)),
    },
  });
}
