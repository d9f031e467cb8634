import type { Reason, ReasonStatus } from '../contracts/reason.ts';
import { safeLine } from './safe-text.ts';

/** How each status looks and reads, everywhere; the word stands beside the mark, so that colour is never needed. */
export const reasonMarks: Readonly<Record<ReasonStatus, { readonly mark: string; readonly word: string }>> = {
  OK: { mark: '✓', word: 'ok' },
  NOTE: { mark: '·', word: 'note' },
  PERSON: { mark: '?', word: 'asks for a person' },
  REJECT: { mark: '✗', word: 'rejects' },
};

/** Characters kept of each of a reason's texts. */
const longest = 500;

export type ReasonParts = {
  readonly mark: string;
  readonly word: string;
  readonly rule: string;
  readonly observed: string;
  readonly required: string;
};

/** A node's texts, each one harmless line; not yet escaped. */
export function reasonParts(reason: Reason): ReasonParts {
  const { mark, word } = reasonMarks[reason.status];
  return {
    mark,
    word,
    rule: safeLine(reason.rule, 100),
    observed: safeLine(reason.observed, longest),
    required: safeLine(reason.required, longest),
  };
}

/** The innermost reasons that ask for a person or reject, in the order of the tree: why somebody is asked at all. */
export function askingReasons(reason: Reason): readonly Reason[] {
  const inner = reason.children.flatMap(askingReasons);
  if (inner.length > 0) return inner;
  return reason.status === 'PERSON' || reason.status === 'REJECT' ? [reason] : [];
}
