import type { Analysis } from '../contracts/analysis.ts';
import { assertNever } from '../contracts/errors.ts';
import { goOn, promote, rollBack, withdraw, type ShiftVerdict } from './shift-verdict.ts';
import type { ShiftSituation } from './shift-situation.ts';

/** Seconds that a deployer may need beyond the plan to reach its last step; then it is stuck. */
const GRACE_SECONDS = 300;
const NO_DATA_SHARE = 0.5;

type Running = 'STARTING' | 'SHIFTING' | 'COMPLETE';

/** What follows from the plan while nothing is wrong: go on, or end this phase the way it ends. */
export function endOfPhase(seen: ShiftSituation, state: Running): ShiftVerdict {
  const { phase, elapsedSeconds: elapsed, plannedSeconds: planned } = seen;
  if (state === 'STARTING' && phase !== 'WATCH')
    return goOn('deployer', 'the new version is starting', 'the new version takes its traffic');
  if (elapsed === null || !(elapsed >= 0) || !(planned > 0))
    return rollBack('plan', `elapsed ${elapsed} s of ${planned} s`, 'a known time');
  if (elapsed < planned) {
    if (phase === 'WATCH' && state !== 'COMPLETE') return rollBack('deployer', state, 'COMPLETE while it is watched');
    return goOn('plan', `${Math.floor(elapsed)} s of ${planned} s, no harm seen`, `${planned} s without harm`);
  }
  switch (phase) {
    case 'STAGING':
      return endOfStaging(seen);
    case 'CANARY':
      return endOfCanary(seen);
    case 'ROLLOUT':
      if (state !== 'COMPLETE')
        return elapsed < planned + GRACE_SECONDS
          ? goOn('deployer', `at ${seen.status?.weight ?? 0} %`, '100 %')
          : rollBack('deployer', `still ${state} ${GRACE_SECONDS} s after the plan`, '100 %');
      return endOfWatch(seen.analysis);
    case 'WATCH':
      if (state !== 'COMPLETE') return rollBack('deployer', state, 'COMPLETE while it is watched');
      return endOfWatch(seen.analysis);
    default:
      return assertNever(phase);
  }
}

function endOfStaging({ checks }: ShiftSituation): ShiftVerdict {
  if (checks === null || checks.length === 0) return rollBack('checks', 'no check ran', 'every check passes');
  return withdraw('checks', `${checks.length} of ${checks.length} passed`, 'every check passes', 'PASSED');
}

function endOfCanary({ analysis, extensionsLeft }: ShiftSituation): ShiftVerdict {
  const required = 'harm above the limits is ruled out';
  switch (analysis?.verdict) {
    case 'PASS':
      return withdraw('judge', analysis.headline, required, 'PASSED');
    case 'INCONCLUSIVE':
      return extensionsLeft > 0
        ? { ...goOn('judge', `${analysis.headline}; watched longer`, required), extend: true }
        : withdraw('judge', analysis.headline, required, 'INCONCLUSIVE');
    default:
      return rollBack('judge', analysis?.headline ?? 'no analysis', required);
  }
}

/** A person has approved by now, so a lack of requests does not stop it; a lack of measurements does. */
function endOfWatch(analysis: Analysis | null): ShiftVerdict {
  const required = 'watched without harm';
  if (analysis === null) return rollBack('judge', 'no analysis', required);
  const { buckets, missing } = analysis.dataQuality;
  if (!(buckets > 0) || !(missing / (buckets + missing) <= NO_DATA_SHARE))
    return rollBack(
      'judge',
      `${missing} of ${buckets + missing} measurements are missing: ${analysis.headline}`,
      required,
    );
  if (analysis.verdict !== 'PASS' && analysis.verdict !== 'INCONCLUSIVE')
    return rollBack('judge', analysis.headline, required);
  return promote('judge', analysis.headline, required);
}
