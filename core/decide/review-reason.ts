import type { Facts } from '../contracts/facts.ts';
import type { Reason } from '../contracts/reason.ts';
import { reasonGroup, reasonNode } from './reason-node.ts';

/** A review without a score is none, whatever its status says. */
export function isReviewed(review: Facts['review']): boolean {
  return review.status !== 'UNAVAILABLE' && review.riskScore !== null;
}

/** What the reviewer said, told and no more: it advises (000-17). The triggers say whether that asks for a person. */
export function reviewReason({ review, limits }: Facts): Reason {
  if (!isReviewed(review))
    return reasonNode(
      'review',
      'NOTE',
      'UNAVAILABLE: there is no usable review',
      'advice, which cannot approve or reject',
    );
  const note = (rule: string, quiet: boolean, observed: string, required: string) =>
    reasonNode(rule, quiet ? 'OK' : 'NOTE', observed, required);
  const { riskScore, securityFindings, breakingChanges, filesUnseen, autoApprovable } = review;
  const low = riskScore !== null && riskScore < limits.riskScoreMax;
  return reasonGroup('review', `${review.status}, advisory`, 'advice, which cannot approve or reject', [
    note('score', low, `${riskScore} of 10`, `below ${limits.riskScoreMax}`),
    note('security-findings', securityFindings === 0, `${securityFindings}`, 'none'),
    note('breaking-changes', breakingChanges === 0, `${breakingChanges}`, 'none'),
    note(
      'coverage',
      review.status === 'REVIEWED' && filesUnseen.length === 0,
      `${filesUnseen.length} files not seen whole`,
      'every file seen',
    ),
    note('auto-approvable', autoApprovable, autoApprovable ? 'yes' : 'no', 'yes'),
  ]);
}
