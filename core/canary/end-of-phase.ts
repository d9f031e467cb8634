import { assertNever } from '../contracts/errors.ts';
import { isUnused } from './checks-due.ts';
import { pingWords } from './pings.ts';
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
      return endOfWatch(seen);
    case 'WATCH':
      if (state !== 'COMPLETE') return rollBack('deployer', state, 'COMPLETE while it is watched');
      return endOfWatch(seen);
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

/**
 * A person has approved by now, so a lack of requests does not stop it; a lack of measurements does. Where nobody used the
 * new version, only checks can say that it works: without any it is not known, and goes back.
 */
function endOfWatch({ phase, analysis, checks, pings, plannedSeconds }: ShiftSituation): ShiftVerdict {
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
  if (phase === 'WATCH' && !(pings !== null && pings.ran > 0))
    return rollBack('checks', 'no health check ran', required);
  if (pings?.last.at(-1) === false)
    return goOn(
      'checks',
      `the last health check failed: ${pings.problem ?? 'not known why'}`,
      'a service that answers',
    );
  const answered = pings === null || pings.ran === 0 ? '' : `; ${pingWords(pings)}`;
  if (!isUnused(analysis, pings)) return promote('judge', `${analysis.headline}${answered}`, required);
  if (checks === null || checks.length === 0)
    return rollBack('checks', 'nobody used it and no check ran, so it is not known whether it works', required);
  return promote(
    'checks',
    `nobody used it in ${plannedSeconds} s, so only checks were seen: ${checks.length} of ${checks.length} passed${answered}`,
    required,
  );
}
