import type { Config } from '../contracts/config.ts';
import type { HoldKind } from '../contracts/hold.ts';
import type { RiskClass } from '../contracts/facts.ts';
import type { Plan } from '../contracts/verdict.ts';

/** One thing that is still to come: `at` is the earliest instant at which it begins, as ISO. */
export type StepAhead = { readonly what: string; readonly at: string; readonly detail: string };

export type AheadFacts = {
  readonly holdKind: HoldKind;
  readonly plan: Plan;
  readonly riskClass: RiskClass;
  /** ms since 1970 on the release's clock: the deadline of the hold, when the canary ended, now. */
  readonly deadline: number;
  readonly canaryPassedAt: number | null;
  readonly now: number;
  readonly timing: Config['timing'];
  readonly rollout: Config['rollout'];
};

/** What happens next if nobody stops it and an approval, where one is asked for, came right now (K11, 004-18, 001-25). */
export function planAhead(facts: AheadFacts): readonly StepAhead[] {
  const { timing, rollout, plan } = facts;
  const begin = facts.holdKind === 'APPROVAL' ? facts.now : facts.deadline;
  if (plan.kind === 'RECORD_ONLY') return [step('Recorded as deployed', begin, plan.why)];
  const lock = timeLockEnd(facts, begin);
  const full = lock + timing.expandSeconds * 1000;
  const settled = full + timing.watchSeconds * 1000;
  const rows = [
    step(
      `${rollout.expandWeight} % of production traffic`,
      lock,
      `for ${minutes(timing.expandSeconds)}, watched; ${ifItHurts(plan)}`,
    ),
    step('All production traffic', full, `watched for ${minutes(timing.watchSeconds)}; ${ifItHurts(plan)}`),
    step('Deployed', settled, 'the old version is let go and everybody is told'),
  ];
  if (facts.holdKind === 'TIME_LOCK') return rows;
  return [step('Time lock', begin, 'can be cancelled until it ends'), ...rows];
}

function timeLockEnd({ holdKind, deadline, riskClass, canaryPassedAt, timing }: AheadFacts, begin: number): number {
  if (holdKind === 'TIME_LOCK') return deadline;
  const fromCanary = (canaryPassedAt ?? begin) + timing.timeLockSeconds * 1000;
  if (holdKind === 'CANCEL_WINDOW') return Math.max(begin, fromCanary);
  const after = riskClass === 'HIGH' ? timing.timeLockSeconds : timing.timeLockAfterApprovalSeconds;
  return Math.max(fromCanary, begin + after * 1000);
}

const ifItHurts = ({ rollback }: Plan & { kind: 'ROLL_OUT' }): string =>
  rollback.lastSafe === 'WATCH'
    ? 'undone by itself if it hurts'
    : 'if it hurts the traffic is frozen and people are paged: going back is not safe';

const step = (what: string, at: number, detail: string): StepAhead => ({
  what,
  at: new Date(at).toISOString(),
  detail,
});
const minutes = (seconds: number): string => `${Math.round(seconds / 6) / 10} min`;
