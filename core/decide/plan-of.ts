import { docsOnly } from '../change/docs-only.ts';
import type { Signal } from '../contracts/facts.ts';
import type { Plan } from '../contracts/verdict.ts';

/** RECORD_ONLY needs every signal to be `docs`, and at least one: a change that shows nothing is not known to be harmless (K25). */
export function planOf(signals: readonly Signal[]): Plan {
  if (!docsOnly(signals)) return { kind: 'ROLL_OUT' };
  return {
    kind: 'RECORD_ONLY',
    skipped: ['take-lock', 'staging', 'canary', 'time-lock', 'issue-permit', 'rollout', 'watch'],
    why: 'only documentation changed: no byte that runs is different, so there is nothing to try and nothing to shift',
  };
}
