import { endOfPhase } from './end-of-phase.ts';
import { HEALTH_TO_FAIL } from './health.ts';
import { pingsFail } from './pings.ts';
import type { ShiftSituation } from './shift-situation.ts';
import { rollBack, withdraw, type ShiftVerdict } from './shift-verdict.ts';

const PHASES: readonly string[] = ['STAGING', 'CANARY', 'ROLLOUT', 'WATCH'];

/**
 * One observation of a shift becomes one word. Harm comes first, so that a version that hurts is recorded as such even
 * if somebody cancels in the same moment; then requests to end; then what the deployer did by itself; then the plan.
 * Whatever is not known, or not foreseen here, is ROLL_BACK.
 */
export function decideShift(seen: ShiftSituation): ShiftVerdict {
  const { status, judge, checks, stop, killSwitch } = seen;
  if (!PHASES.includes(seen.phase)) return rollBack('phase', String(seen.phase), 'a phase of a shift');
  if (status === null) return rollBack('deployer', 'the shift is unknown to the deployer', 'a status');
  if (status.state === 'RETURN_FAILED')
    return rollBack('deployer', status.detail, 'traffic back on the old version', 'ROLLBACK_FAILED');
  if (status.state === 'FROZEN') return rollBack('deployer', status.detail, 'traffic that can be given back', 'FROZEN');
  if (judge === 'FAIL') return rollBack('judge', seen.analysis?.headline ?? 'the judge says FAIL', 'no harm');
  const broken = (checks ?? []).filter(({ passed }) => passed !== true);
  if (broken.length > 0)
    return rollBack('checks', broken.map(({ name, detail }) => `${name}: ${detail}`).join('; '), 'every check passes');
  if (seen.pings !== null && pingsFail(seen.pings))
    return rollBack(
      'checks',
      `${HEALTH_TO_FAIL} of the last 3 health checks failed: ${seen.pings.problem ?? 'not known why'}`,
      'a service that answers (004-21)',
    );

  if (stop) return withdraw('stop', `${stop.kind} by ${stop.by}: ${stop.reason}`, 'no request to end', 'CANCELLED');
  if (killSwitch !== null) return withdraw('kill-switch', `on: ${killSwitch}`, 'off', 'CANCELLED');

  switch (status.state) {
    case 'FAILED':
    case 'RETURNING':
    case 'RETURNED':
      return withdraw('deployer', `${status.state}: ${status.detail}`, 'the new version takes its traffic', 'FAILED');
    case 'STARTING':
    case 'SHIFTING':
    case 'COMPLETE':
      if (judge !== 'CONTINUE') return rollBack('judge', 'no answer', 'an answer of the judge');
      return endOfPhase(seen, status.state);
    default:
      return rollBack('deployer', `state ${String(status.state satisfies never)}`, 'a known state');
  }
}
