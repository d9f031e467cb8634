import type { Phase } from '../../core/contracts/shift.ts';
import { serviceOf, type ReleaseContext } from '../kit/release-context.ts';
import type { CheckResult, ShiftStatus } from '../ports.ts';
import type { Deps } from './deps.ts';
import type { Watch } from './watch.ts';

/** Staging is checked when it first serves and again at the end of its time; the last results are the ones that count. */
export async function stagingChecks(
  deps: Deps,
  { release, settings }: ReleaseContext,
  phase: Phase,
  watch: Watch,
  elapsed: number | null,
  state: ShiftStatus['state'] | undefined,
): Promise<readonly CheckResult[] | null> {
  const serving = state === 'SHIFTING' || state === 'COMPLETE';
  if (phase !== 'STAGING' || !serving || elapsed === null) return null;
  if (watch.checkedAtStart && elapsed < watch.plannedSeconds) return null;
  return deps.checks.run(release.change.service, 'staging', serviceOf(settings, release).checks);
}
