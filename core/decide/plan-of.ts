import { docsOnly } from '../change/docs-only.ts';
import type { CanaryPlan } from '../contracts/canary-plan.ts';
import type { ChangeFacts } from '../contracts/facts.ts';
import type { Phase } from '../contracts/shift.ts';
import type { Plan } from '../contracts/verdict.ts';

/** RECORD_ONLY needs every signal to be `docs`, and at least one: a change that shows nothing is not known to be harmless (K25). */
export function planOf({ signals, rollback }: Pick<ChangeFacts, 'signals' | 'rollback'>, canary?: CanaryPlan): Plan {
  if (!docsOnly(signals))
    return {
      kind: 'ROLL_OUT',
      rollback: { ...rollback, lastSafe: lastSafePhase(rollback.class) },
      ...(canary === undefined ? {} : { canary }),
    };
  return {
    kind: 'RECORD_ONLY',
    skipped: ['take-lock', 'staging', 'canary', 'time-lock', 'issue-permit', 'rollout', 'watch'],
    why: 'only documentation changed: no byte that runs is different, so there is nothing to try and nothing to shift',
  };
}

/**
 * The last phase from which the old version may be given its traffic back. The canary stands beside the old version and
 * is always withdrawn, so that much every change must bear; what takes away, rewrites or is relied on outside cannot be
 * undone by moving traffic once it is rolled out.
 */
function lastSafePhase(rollback: ChangeFacts['rollback']['class']): Phase {
  return rollback === 'CODE_ONLY' || rollback === 'EXPAND' ? 'WATCH' : 'CANARY';
}
