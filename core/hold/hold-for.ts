import { isUnproven } from '../canary/is-unproven.ts';
import type { Config } from '../contracts/config.ts';
import { Terminal, assertNever } from '../contracts/errors.ts';
import type { Hold, HoldKind } from '../contracts/hold.ts';
import type { ShiftResult } from '../contracts/shift.ts';
import type { Verdict } from '../contracts/verdict.ts';

export type HoldTiming = Pick<
  Config['timing'],
  'approvalSeconds' | 'cancelWindowSeconds' | 'timeLockSeconds' | 'timeLockAfterApprovalSeconds'
>;

/** All instants are ms since 1970 on the release's clock. */
export type HoldFacts = {
  readonly gate: 'APPROVAL' | 'TIME_LOCK';
  readonly verdict: Pick<Verdict, 'route' | 'riskClass' | 'plan'>;
  /** How staging and canary ended; null when the plan has none. INCONCLUSIVE asks for a person whatever the route says. */
  readonly staging: ShiftResult | null;
  readonly canary: ShiftResult | null;
  readonly now: number;
  /** When the canary ended, read off the audit log; needed by the time lock. */
  readonly canaryPassedAt: number | null;
  /** When a person approved; null when nobody was asked. */
  readonly approvedAt: number | null;
  readonly timing: HoldTiming;
};

export type HoldNeed =
  | { readonly kind: 'NONE' }
  | {
      readonly kind: 'HOLD';
      readonly holdKind: HoldKind;
      /** ISO instant, as `Hold.deadline` has it. */
      readonly deadline: string;
      readonly silence: Hold['silence'];
    };

/**
 * Which hold stands here and until when: approval 24 h and silence cancels (001-38), cancel window 1 h and silence
 * proceeds (001-55), time lock by K11. Throws `Terminal` for every combination that the decision cannot have meant;
 * nothing that is missing is assumed.
 */
export function holdFor(facts: HoldFacts): HoldNeed {
  return facts.gate === 'APPROVAL' ? approvalHold(facts) : timeLock(facts);
}

function approvalHold({ verdict, staging, canary, now, timing }: HoldFacts): HoldNeed {
  if (verdict.plan.kind === 'ROLL_OUT' && canary !== 'PASSED' && canary !== 'INCONCLUSIVE')
    throw new Terminal(`a hold before production needs a canary that ended well; it ended as ${canary ?? 'nothing'}`);
  const approval = hold('APPROVAL', now + timing.approvalSeconds * 1000, 'CANCEL');
  switch (verdict.route) {
    case 'REJECT':
      throw new Terminal('a rejected change has no hold');
    case 'HUMAN':
      return approval;
    case 'CANCEL_WINDOW':
    case 'AUTONOMOUS':
      if (verdict.riskClass === 'HIGH')
        throw new Terminal(`class HIGH always needs a person; the route was ${verdict.route}`);
      if (isUnproven(staging, canary)) return approval;
      return verdict.route === 'AUTONOMOUS'
        ? { kind: 'NONE' }
        : hold('CANCEL_WINDOW', now + timing.cancelWindowSeconds * 1000, 'PROCEED');
    default:
      return assertNever(verdict.route);
  }
}

/** K11: not before canary + 15 min, and after a person's approval not before it + 15 min for HIGH, + 5 min otherwise. */
function timeLock({ verdict, staging, canary, canaryPassedAt, approvedAt, timing }: HoldFacts): HoldNeed {
  if (verdict.plan.kind !== 'ROLL_OUT') throw new Terminal('a plan that moves no traffic has no time lock');
  if (canaryPassedAt === null || !Number.isFinite(canaryPassedAt))
    throw new Terminal('the time lock needs the instant at which the canary ended; there is none');
  if (approvedAt !== null && !Number.isFinite(approvedAt))
    throw new Terminal('the time lock needs a valid instant of the approval');
  const personNeeded =
    verdict.route === 'HUMAN' || verdict.riskClass === 'HIGH' || isUnproven(staging) || canary !== 'PASSED';
  if (personNeeded && approvedAt === null)
    throw new Terminal('the time lock needs the instant of the approval; nobody has approved');
  const afterApproval = verdict.riskClass === 'HIGH' ? timing.timeLockSeconds : timing.timeLockAfterApprovalSeconds;
  const fromCanary = canaryPassedAt + timing.timeLockSeconds * 1000;
  const fromApproval = approvedAt === null ? fromCanary : approvedAt + afterApproval * 1000;
  return hold('TIME_LOCK', Math.max(fromCanary, fromApproval), 'PROCEED');
}

function hold(holdKind: HoldKind, deadline: number, silence: Hold['silence']): HoldNeed {
  return { kind: 'HOLD', holdKind, deadline: new Date(deadline).toISOString(), silence };
}
