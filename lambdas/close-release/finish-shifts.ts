import type { Outcome } from '../../core/contracts/outcome.ts';
import { endShifts, shiftIdOf } from '../kit/end-shifts.ts';
import type { ReleaseContext } from '../kit/release-context.ts';
import type { Deps } from './deps.ts';

/**
 * Brings the traffic to where the record says that it is: a deployed version stays, every other one gives its traffic
 * back. Where that is not possible it goes on record, which changes the outcome, and a return that failed turns the
 * kill switch on (001-42). The step that verifies a shift does the same; here it is made up for when that step died.
 */
export async function finishShifts(deps: Deps, { release, record }: ReleaseContext, outcome: Outcome): Promise<void> {
  const { releaseId, change } = release;
  if (outcome === 'DEPLOYED' && (await stays())) return;
  const why = 'the release ended without a deployment';
  for (const { phase, result, detail } of await endShifts(deps.deployer, releaseId, why)) {
    if (outcome !== 'ROLLBACK_FAILED')
      await record({
        key: `shift.${phase}.lost`,
        event: 'shift.ended',
        rationale: `the traffic ${result === 'FROZEN' ? 'may' : 'could'} not be given back: ${detail}`,
        payload: { phase, result, next: 'CLOSE' },
      });
    const what = result === 'FROZEN' ? 'traffic frozen' : 'rollback failed';
    const reason = `${what} in ${phase} of ${releaseId}: ${detail}`.slice(0, 500);
    await deps.controls.setKillSwitch(change.service, true, 'interlock', reason);
  }

  async function stays(): Promise<boolean> {
    const shiftId = shiftIdOf(releaseId, 'ROLLOUT');
    const status = await deps.deployer.status(shiftId);
    // Null: the plan moved no traffic.
    if (status === null) return true;
    if (status.state === 'COMPLETE') {
      await deps.deployer.settle(shiftId);
      return true;
    }
    await record({
      key: 'shift.ROLLOUT.gone',
      event: 'shift.ended',
      rationale: `the new version did not stay: ${status.state}: ${status.detail}`,
      payload: { phase: 'ROLLOUT', result: 'FAILED', next: 'CLOSE' },
    });
    return false;
  }
}
