import type { Reviewer } from '../ports.ts';

/** Stands where no model is: every change is unreviewed, which asks for a person. */
export function noReviewer(why = 'no reviewer is configured'): Reviewer {
  return { ask: () => Promise.resolve({ kind: 'UNAVAILABLE', why, usage: { inputTokens: 0, outputTokens: 0 } }) };
}
