import type { Config } from '../contracts/config.ts';
import type { Phase, ShiftDecision, ShiftResult } from '../contracts/shift.ts';
import { RETURN_LIMIT_SECONDS } from './return-limit.ts';
import type { ShiftState } from './shift-situation.ts';

/** What verification sees after a shift was decided, stopped, or lost by a fault. */
export type AftermathFacts = {
  readonly phase: Phase;
  /** Null when a fault came before any decision. */
  readonly decision: ShiftDecision | null;
  /** The rule that decided; null with `decision`. */
  readonly decidedBy: string | null;
  /** What the decision, or a refusal to start, meant the shift to end as; null when a fault came first. */
  readonly result: ShiftResult | null;
  /** The deployer's word; null when it knows no such shift. */
  readonly state: ShiftState | null;
  /** Seconds since the shift was decided or stopped. */
  readonly sinceDecisionSeconds: number;
  /** Health and functional checks of what serves production now; null when none were needed. */
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly detail: string }[] | null;
  readonly afterInconclusive: Config['rollout']['afterInconclusive'];
  /** `result` is INCONCLUSIVE by the analyst's words alone: a model can ask for a person and never end a release. */
  readonly cautioned: boolean;
};

export type Aftermath =
  | { readonly kind: 'WAIT' }
  | {
      readonly kind: 'ENDED';
      readonly result: ShiftResult;
      readonly next: 'PROCEED' | 'CLOSE';
      readonly because: string;
      /** These bytes did harm: they must not come back (anchors, pain 11). */
      readonly quarantine: boolean;
      /** A failed rollback stops everything for the service (001-42). */
      readonly killSwitch: boolean;
    };

/**
 * How a shift ended, judged by what serves now (001-41): a shift that was to stay must be complete, one that was to end
 * must have given its traffic back to an old version that answers. Anything else is a failed rollback.
 */
export function aftermath(facts: AftermathFacts): Aftermath {
  const { decision, state, result } = facts;
  if (state === 'RETURN_FAILED') return rollbackFailed(facts, 'the deployer could not give the traffic back');
  if (state === 'FROZEN') return frozen(facts);
  if (decision === 'PROMOTE')
    return state === 'COMPLETE'
      ? ended(facts, 'PASSED', 'the new version has all traffic')
      : ended(facts, 'FAILED', `the shift did not stay: ${state ?? 'unknown to the deployer'}`);
  if (state === 'STARTING' || state === 'SHIFTING' || state === 'COMPLETE' || state === 'RETURNING')
    return facts.sinceDecisionSeconds < RETURN_LIMIT_SECONDS
      ? { kind: 'WAIT' }
      : rollbackFailed(facts, `still ${state} after ${RETURN_LIMIT_SECONDS} s`);
  if (facts.checks?.length === 0) return rollbackFailed(facts, 'no check of the old version ran');
  const broken = (facts.checks ?? []).filter((check) => !check.passed);
  if (broken.length > 0)
    return rollbackFailed(
      facts,
      `the old version does not pass: ${broken.map((c) => `${c.name}: ${c.detail}`).join('; ')}`,
    );
  const meantLost = result === 'ROLLBACK_FAILED' || result === 'FROZEN';
  if (state === null && meantLost) return rollbackFailed(facts, 'the deployer does not know any more how it ended');
  const back = state === null ? 'nothing was shifted' : 'the old version has all traffic again';
  // A fault that came before the deployer was asked says nothing of the change.
  const lost = state === null && decision === null ? 'NOT_STARTED' : 'FAILED';
  // A return that failed or was not allowed at first and was done after all is a roll back like any other.
  return ended(facts, result === null || meantLost ? lost : result, back);
}

function ended(facts: AftermathFacts, result: ShiftResult, because: string): Aftermath {
  const unproven = facts.phase === 'CANARY' && facts.afterInconclusive === 'person';
  const takenOver = result === 'INCONCLUSIVE' && (facts.cautioned || unproven);
  const harmful = result === 'FAILED' && isHarm(facts);
  return {
    kind: 'ENDED',
    result,
    next: result === 'PASSED' || takenOver ? 'PROCEED' : 'CLOSE',
    because,
    quarantine: harmful,
    killSwitch: false,
  };
}

/** Only what was rolled back for it: the judge also decides that a version stays, which may then fail to. */
const isHarm = ({ decision, phase, decidedBy }: AftermathFacts): boolean =>
  decision === 'ROLL_BACK' && phase !== 'STAGING' && (decidedBy === 'judge' || decidedBy === 'checks');

/** Users stay with what they have: nothing may be deployed beside it until people have decided (001-40, K28). */
function frozen(facts: AftermathFacts): Aftermath {
  return {
    kind: 'ENDED',
    result: 'FROZEN',
    next: 'CLOSE',
    because: 'going back is not safe for this change, so the traffic stays as it is until a person moves it',
    quarantine: isHarm(facts),
    killSwitch: true,
  };
}

function rollbackFailed(facts: AftermathFacts, because: string): Aftermath {
  return {
    kind: 'ENDED',
    result: 'ROLLBACK_FAILED',
    next: 'CLOSE',
    because,
    quarantine: facts.phase !== 'STAGING',
    killSwitch: true,
  };
}
