import type { Reason, ReasonStatus } from '../contracts/reason.ts';
import { plainText } from './plain-text.ts';

const STRICTNESS = { OK: 0, NOTE: 1, PERSON: 2, REJECT: 3 } as const satisfies Record<ReasonStatus, number>;

/** The strictest of several; OK when there is none. */
export function worstOf(statuses: readonly ReasonStatus[]): ReasonStatus {
  return statuses.reduce<ReasonStatus>(
    (worst, status) => (STRICTNESS[status] > STRICTNESS[worst] ? status : worst),
    'OK',
  );
}

/** One node of the tree, its texts made plain and cut to the contract's bounds. */
export function reasonNode(
  rule: string,
  status: ReasonStatus,
  observed: string,
  required: string,
  children: readonly Reason[] = [],
): Reason {
  return {
    rule: plainText(rule, 100),
    status,
    observed: plainText(observed, 2000),
    required: plainText(required, 2000),
    children: children.slice(0, 200),
  };
}

/** A node that is as strict as its strictest child. */
export function reasonGroup(rule: string, observed: string, required: string, children: readonly Reason[]): Reason {
  return reasonNode(rule, worstOf(children.map(({ status }) => status)), observed, required, children);
}

/** At most `max` children, the strictest ones, in their own order. */
export function strictestChildren(children: readonly Reason[], max: number): readonly Reason[] {
  if (children.length <= max) return children;
  const kept = new Set([...children].sort((a, b) => STRICTNESS[b.status] - STRICTNESS[a.status]).slice(0, max));
  return children.filter((child) => kept.has(child));
}
