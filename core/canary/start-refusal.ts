import type { Reason } from '../contracts/reason.ts';
import type { StopRequest } from '../contracts/release.ts';
import type { Phase, ShiftResult } from '../contracts/shift.ts';
import { alarmRefusal, type AlarmState } from './alarm-refusal.ts';

export type StartFacts = {
  readonly phase: Phase;
  readonly stop: StopRequest | null;
  readonly killSwitch: string | null;
  /** Whether anything serves production now. */
  readonly running: boolean;
  readonly productionHealthy: boolean;
  /** Of the service in production; null when they could not be asked. */
  readonly alarms: readonly AlarmState[] | null;
  /** Names of alarms that need not have data. */
  readonly mayLackData: readonly string[];
  readonly permit: {
    readonly digest: string;
    readonly fence: number;
    readonly expiresAt: number;
    readonly consumedBy: string | null;
  } | null;
  readonly digest: string;
  readonly fence: { readonly releaseId: string; readonly fence: number } | null;
  readonly releaseId: string;
  /** ms since 1970 on the release's clock. */
  readonly now: number;
};

/**
 * Why a shift may not start, or null. WATCH moves no traffic and is never refused: the traffic is at 100 % then, so what
 * is wrong has to be seen by an observation, which rolls back.
 */
export function startRefusal(facts: StartFacts): { readonly result: ShiftResult; readonly because: Reason } | null {
  if (facts.phase === 'WATCH') return null;
  if (facts.stop !== null)
    return refuse(
      'CANCELLED',
      'stop',
      `${facts.stop.kind} by ${facts.stop.by}: ${facts.stop.reason}`,
      'no request to end',
    );
  if (facts.killSwitch !== null) return refuse('NOT_STARTED', 'kill-switch', `on: ${facts.killSwitch}`, 'off');
  if (!facts.running)
    return refuse(
      'NOT_STARTED',
      'baseline',
      'nothing serves production',
      'a version that serves, to compare with and to go back to',
    );
  if (!facts.productionHealthy)
    return refuse(
      'NOT_STARTED',
      'production-health',
      'the health check fails',
      'production is healthy beforehand (001-66)',
    );
  const alarms = alarmRefusal(facts.alarms, facts.mayLackData);
  if (alarms !== null) return refuse('NOT_STARTED', 'alarms', alarms, 'every alarm of the service is off');
  if (facts.fence?.releaseId !== facts.releaseId)
    return refuse('NOT_STARTED', 'lock', 'this release does not hold the lock', 'the lock of the service');
  return facts.phase === 'ROLLOUT' ? permitRefusal(facts, facts.fence.fence) : null;
}

/** A rollout that was begun with this permit may ask again: starting is idempotent. */
function permitRefusal({ permit, digest, now, releaseId }: StartFacts, fence: number): ReturnType<typeof startRefusal> {
  const required = 'a permit for exactly this artifact under this lock';
  if (permit === null) return refuse('NOT_STARTED', 'permit', 'none', required);
  if (permit.digest !== digest) return refuse('NOT_STARTED', 'permit', `for ${permit.digest}`, required);
  if (permit.fence !== fence)
    return refuse('NOT_STARTED', 'permit', `under fence ${permit.fence}, the lock has ${fence}`, required);
  if (permit.consumedBy === `${releaseId}.ROLLOUT`) return null;
  if (permit.consumedBy !== null) return refuse('NOT_STARTED', 'permit', 'used', required);
  if (now >= permit.expiresAt) return refuse('NOT_STARTED', 'permit', 'expired', required);
  return null;
}

function refuse(
  result: ShiftResult,
  rule: string,
  observed: string,
  required: string,
): { result: ShiftResult; because: Reason } {
  return { result, because: { rule, status: 'REJECT', observed: observed.slice(0, 2000), required, children: [] } };
}
